import { ActivityTypes, type Activity } from 'botbuilder';
import { readPost, readPress } from '../../src/channels/slack/incoming.js';
import { readTeams } from '../../src/channels/teams/readTeams.js';
import { decide } from '../../src/decide.js';
import { readUtterance } from '../../src/readActivity.js';
import { loadRealDecider } from '../realDecider.js';

const decider = loadRealDecider();
const BOT = 'U0BOT';

/** A report of every kind, with the characters that channels escape. */
const REPORTS = [
  ['my calf is hot & swollen, the leg is > the other one', 'safety.blood-clot'],
  ["there's pus & a bad smell from the wound", 'safety.infection'],
  ["I can't feel my saddle area & I can't pee", 'safety.cauda-equina'],
  ['my hip popped out & my leg is < the other', 'safety.dislocation-fracture'],
  ["chest pain & I can't breathe", 'safety.chest-breathing-stroke'],
  ["the wound bleeds & won't stop", 'safety.severe-bleeding-allergy'],
  ['I took too many of my pills & feel very sleepy', 'safety.medication-overdose'],
  ["I don't want to live any more & I want to die", 'safety.self-harm'],
  ['my foot is cold & white since the operation', 'safety.see-a-doctor'],
] as const;

const flagOf = (text: string): string => {
  const { decision } = decide(decider, text);
  return decision.kind === 'redFlag' ? decision.entry.id : decision.kind;
};

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const teamsActivity = (text: string): Activity =>
  ({
    type: ActivityTypes.Message,
    text,
    channelId: 'msteams',
    recipient: { id: '28:bot', name: 'Kneebone' },
    from: { id: '29:person', name: 'A Person' },
    conversation: { id: '19:thread@thread.tacv2', conversationType: 'channel', isGroup: true },
    entities: [{ type: 'mention', text: '<at>Kneebone</at>', mentioned: { id: '28:bot', name: 'Kneebone' } }],
  }) as unknown as Activity; // only what a reader of Teams looks at

describe('a report of a warning sign', () => {
  test.each(REPORTS)('"%s" is heard as plain text', (text, entry) => {
    expect(flagOf(readUtterance({ text }))).toBe(entry);
  });

  test.each(REPORTS)('"%s" is heard as the value of a button', (text, entry) => {
    expect(flagOf(readUtterance({ text: '', value: { say: text } }))).toBe(entry);
  });

  test.each(REPORTS)('"%s" is heard behind a mention in Teams, with its line break and fixed space', (text, entry) => {
    const heard = readTeams(teamsActivity(`<at>Kneebone</at>&nbsp;<br>\n${escape(text)}`));
    expect(flagOf(readUtterance(heard))).toBe(entry);
  });

  test.each(REPORTS)('"%s" is heard in an escaped post with a mention in Slack', (text, entry) => {
    const post = readPost(
      'T1',
      { type: 'app_mention', user: 'U1', channel: 'C1', ts: '1.2', text: `<@${BOT}> ${escape(text)}` },
      BOT,
    );
    expect(flagOf(post?.said.text ?? '')).toBe(entry);
  });

  test.each(REPORTS)('"%s" is heard as a pressed button in Slack', (text, entry) => {
    const press = readPress({
      type: 'block_actions',
      team: { id: 'T1' },
      user: { id: 'U1' },
      channel: { id: 'D1' },
      actions: [{ action_id: 'say:1', type: 'button', value: text, action_ts: '1.2' }],
    });
    expect(flagOf(press?.said.text ?? '')).toBe(entry);
  });
});
