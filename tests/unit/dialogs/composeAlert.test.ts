import path from 'node:path';
import { alertSentence, composeAlert } from '../../../dialogs/composeAlert.js';
import { createMemory } from '../../../dialogs/memory.js';
import type { Turn } from '../../../dialogs/turn.js';
import type { Region } from '../../../src/config.js';
import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';

const knowledge = loadUsableKnowledge(path.resolve('knowledge'));
const turnIn = (region: Region) => ({ knowledge, region, memory: createMemory() }) as unknown as Turn; // all that an alert looks at
const ENTRIES = [...knowledge.entries.values()].filter((e) => e.kind === 'red-flag').map((e) => e.id);
const REGIONS: readonly Region[] = ['us', 'uk', 'ie', 'eu', 'unknown'];

describe('composeAlert', () => {
  test('there are eight kinds of warning sign', () => {
    expect(ENTRIES).toHaveLength(8);
  });

  test.each(ENTRIES.flatMap((entry) => REGIONS.map((region) => [entry, region] as const)))(
    'begins with the emergency number at %s in region %s',
    (entry, region) => {
      const reply = composeAlert(turnIn(region), { entry, tier: 1 });
      const { emergency } = knowledge.regions[region];
      expect(reply.alert?.action).toContain(emergency.text);
      expect(reply.alert?.action).toMatch(/^(Please call|Call) /);
      expect(reply.alert?.phones).toEqual(expect.arrayContaining(emergency.phones));
    },
  );

  test.each(ENTRIES)('offers nothing but help and denial at %s', (entry) => {
    const reply = composeAlert(turnIn('us'), { entry, tier: 2 });
    expect(reply.actions?.map((a) => a.say)).toEqual(["I've got help", "I don't have these signs"]);
    expect([reply.picture, reply.interest, reply.feedback, reply.hold]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each(ENTRIES)('names its sources at %s', (entry) => {
    expect(composeAlert(turnIn('us'), { entry, tier: 1 }).sources?.length).toBeGreaterThan(0);
  });

  test.each([
    ['us', '988'],
    ['uk', 'Samaritans on 116 123'],
    ['unknown', '988 (US, call or text), Samaritans on 116 123'],
  ] as const)('gives the crisis line first in a crisis without an act, in region %s', (region, line) => {
    expect(alertSentence(turnIn(region), 'safety.self-harm', 2)).toMatch(
      new RegExp(`^Please call ${line.replace(/[().]/g, '\\$&')}`),
    );
  });

  test('asks a person in a crisis only whether they are safe', () => {
    const reply = composeAlert(turnIn('us'), { entry: 'safety.self-harm', tier: 2 });
    const text = JSON.stringify(reply.blocks);
    expect(text.match(/\?/g)).toHaveLength(1);
    expect(text).toContain('Are you safe right now?');
  });

  test('sends an overdose to the poison line, at once and not "today"', () => {
    expect(alertSentence(turnIn('us'), 'safety.medication-overdose', 2)).toBe(
      'Call Poison Help on 1-800-222-1222 right now, even if you feel fine.',
    );
  });

  test('adds the sentence of another kind of danger in the same message, and its numbers', () => {
    const also = [
      { entry: 'safety.self-harm', tier: 2 as const },
      { entry: 'safety.chest-breathing-stroke', tier: 1 as const },
    ];
    const reply = composeAlert(turnIn('us'), { entry: 'safety.chest-breathing-stroke', tier: 1, also });
    expect(JSON.stringify(reply.blocks[0])).toContain('Please call 988');
    expect(reply.alert?.phones.map((p) => p.number)).toEqual(['911', '988']);
  });

  test('says the same alert again with other words behind the action', () => {
    const turn = turnIn('us');
    const first = composeAlert(turn, { entry: 'safety.infection', tier: 2 });
    const again = composeAlert(turn, { entry: 'safety.infection', tier: 2, isAgain: true });
    expect(again.alert).toEqual(first.alert);
    expect(again.blocks).toHaveLength(first.blocks.length + 1);
  });
});
