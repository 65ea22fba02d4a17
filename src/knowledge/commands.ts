import { z } from 'zod';
import { createPhraseBook, toPhrase, type PhraseBook } from '../language/phrases.js';

const filled = z.string().trim().min(1, 'is empty');

/** Everything a person can say that is no question and no answer of their own. */
export const COMMAND_IDS = [
  'cancel',
  'startOver',
  'help',
  'lost',
  'back',
  'again',
  'person',
  'forget',
  'know',
  'whyAsk',
  'resume',
  'more',
  'thanks',
  'helped',
  'notHelped',
  'checkIn',
  'useTool',
  'inEnglish',
  'inSpanish',
  'gotHelp',
  'noSigns',
  'checked',
  'neither',
  'rephrase',
  'leave',
  'skip',
  'notSure',
  'noneOfThese',
  'some',
  'oneByOne',
  'allAtOnce',
  'next',
  'howLong',
  'hurts',
  'feltGood',
  'feltSore',
  'feltBad',
  'everywhere',
  'change',
  'keep',
  'dontKeep',
  'send',
  'dontSend',
] as const;
export type CommandId = (typeof COMMAND_IDS)[number];

/** `knowledge/commands.yml`: words with one meaning, and the labels of buttons. */
export const commandsSchema = z.strictObject({
  fillers: z.array(filled),
  /** Words that stop a guide at any step. */
  stopWords: z.array(filled).min(1, 'is empty'),
  commands: z.record(
    z.enum(COMMAND_IDS),
    z.strictObject({ label: filled, phrases: z.array(filled).min(1, 'is empty') }),
  ),
});

export type Commands = z.infer<typeof commandsSchema>;

const books = new WeakMap<Commands, PhraseBook<CommandId>>();

/**
 * The command that the whole text is, or nothing. A label counts as a phrase of its command.
 * @param among looks for these only, in this order, as one word can mean two things
 */
export function parseCommand(commands: Commands, text: string, among: readonly CommandId[]): CommandId | undefined {
  const book = books.get(commands) ?? createBook(commands);
  books.set(commands, book);
  return book.find(text, among);
}

function createBook({ commands, fillers }: Commands): PhraseBook<CommandId> {
  const lists = Object.fromEntries(Object.entries(commands).map(([id, c]) => [id, [c.label, ...c.phrases]]));
  return createPhraseBook(lists as Record<CommandId, string[]>, fillers); // the schema asks for every id
}

/** The commands whose phrases overlap with those of another, for tests. */
export function listSharedPhrases({ commands }: Commands, among: readonly CommandId[]): string[] {
  const seen = new Map<string, CommandId>();
  return among.flatMap((id) =>
    [commands[id].label, ...commands[id].phrases].map(toPhrase).flatMap((phrase) => {
      const first = seen.get(phrase) ?? id;
      seen.set(phrase, first);
      return first === id ? [] : [`${phrase} (${first}, ${id})`];
    }),
  );
}
