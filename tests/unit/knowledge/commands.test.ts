import path from 'node:path';
import { ANY_TIME } from '../../../dialogs/commands.js';
import { SLOTS } from '../../../src/knowledge/checkIn.js';
import { listCheckInEntries } from '../../../src/knowledge/checkIn.js';
import { COMMAND_IDS, listSharedPhrases, parseCommand } from '../../../src/knowledge/commands.js';
import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';
import { fillPlaceholders } from '../../../src/knowledge/replies.js';

const knowledge = loadUsableKnowledge(path.resolve('knowledge'));
const { commands, checkIn } = knowledge;

describe('parseCommand', () => {
  test.each(COMMAND_IDS)('understands the button of %s when it is typed', (id) => {
    expect(parseCommand(commands, commands.commands[id].label, [id])).toBe(id);
  });

  test('gives every phrase that counts at any time one meaning', () => {
    expect(listSharedPhrases(commands, ANY_TIME)).toEqual([]);
  });

  test.each([
    ['stop', 'cancel'],
    ['never mind', 'cancel'],
    ['start over please', 'startOver'],
    ['can we start again', 'startOver'],
    ['say that again', 'again'],
    ['i want to talk to a person', 'person'],
    ['forget me', 'forget'],
    ['what do you know about me?', 'know'],
    ['why do you ask?', 'whyAsk'],
    ['ok thanks', 'thanks'],
  ])('hears "%s" as %s', (text, id) => {
    expect(parseCommand(commands, text, ANY_TIME)).toBe(id);
  });

  test.each([
    'how do I stop the pain',
    'forget about my knee, what about my hip',
    'can I go back to work',
    'I need help with stairs',
  ])('leaves a question alone: %s', (text) => {
    expect(parseCommand(commands, text, ANY_TIME)).toBeUndefined();
  });
});

describe('check-in.yml', () => {
  test('names entries that exist', () => {
    expect(listCheckInEntries(checkIn).filter((id) => !knowledge.entries.has(id))).toEqual([]);
  });

  test('has words for every question', () => {
    expect(SLOTS.every((slot) => checkIn.questions[slot].ask.length > 1)).toBe(true);
  });
});

describe('replies.yml', () => {
  test('names groups that have entries', () => {
    const groups = new Set([...knowledge.entries.keys()].map((id) => id.split('.')[0]));
    expect(Object.keys(knowledge.replies.groups).filter((g) => !groups.has(g))).toEqual([]);
  });

  test('names entries that exist in its alerts', () => {
    const { alert, alertBrief, alertAsksSafe } = knowledge.replies;
    const named = [...Object.keys(alert), ...Object.keys(alertBrief), ...alertAsksSafe].filter(
      (id) => id !== 'default',
    );
    expect(named.filter((id) => !knowledge.entries.has(id))).toEqual([]);
  });

  test('begins every alert with an action and a number', () => {
    const sentences = Object.values(knowledge.replies.alert).flatMap((a) => [a.now ?? [], a.today ?? []].flat());
    expect(sentences.filter((s) => !/^(Please call|Call) \{\w+\}/.test(s))).toEqual([]);
  });
});

describe('fillPlaceholders', () => {
  test('leaves an unknown name for a test to see', () => {
    expect(fillPlaceholders('{a} and {b}', { a: 'one' })).toBe('one and {b}');
  });
});

describe('gate questions', () => {
  test('have a short form each that no other guide step shares', () => {
    for (const guide of knowledge.guides.values()) {
      const shorts = guide.gate.map((q) => q.short);
      expect(new Set(shorts).size).toBe(shorts.length);
    }
  });
});
