import type { CommandId } from '../src/knowledge/commands.js';
import { parseCommand } from '../src/knowledge/commands.js';
import { parseStatement } from '../src/knowledge/markdown.js';
import { fillNumbers } from '../src/knowledge/region.js';
import { fillPlaceholders, type ReplyList } from '../src/knowledge/replies.js';
import { toPhrase } from '../src/language/phrases.js';
import { paragraph, type Action, type Reply, type ReplyKind } from '../src/reply.js';
import { takeTurns } from './memory.js';
import type { Turn } from './turn.js';

/** A sentence of the knowledge with its placeholders filled: telephone numbers of the region, then `values`. */
export function fill(turn: Turn, template: string, values: Readonly<Record<string, string>> = {}): string {
  return fillPlaceholders(fillNumbers(template, turn.knowledge.regions[turn.region]), values);
}

/** A text of the knowledge without its source marks, filled. */
export function plain(turn: Turn, text: string): string {
  return fill(turn, parseStatement(text).text);
}

/** The next sentence of a list in `replies.yml`. */
export function nextOf(turn: Turn, list: ReplyList): string {
  return fill(turn, takeTurns(turn.memory, list, turn.knowledge.replies[list]));
}

/** A reply of paragraphs; empty ones are left out. */
export function speak(kind: ReplyKind, texts: readonly (string | undefined)[], actions: readonly Action[] = []): Reply {
  const blocks = texts.flatMap((t) => (t ? [paragraph(t)] : []));
  return { kind, blocks, ...(actions.length > 0 && { actions }) };
}

/** A reply with a sentence before it. */
export function lead(reply: Reply, text: string): Reply {
  return { ...reply, blocks: [paragraph(text), ...reply.blocks] };
}

/** A button that says what its label reads. */
export const button = (label: string): Action => ({ label, say: label });

/** The button of a command. */
export function commandButton(turn: Turn, id: CommandId): Action {
  return button(turn.knowledge.commands.commands[id].label);
}

/** Buttons with the titles of entries; entries that no longer exist are left out. */
export function titleButtons(turn: Turn, ids: readonly string[]): Action[] {
  return ids.flatMap((id) => {
    const title = turn.knowledge.entries.get(id)?.title;
    return title ? [button(title)] : [];
  });
}

/** The command that the utterance is, or nothing. */
export function commandOf(turn: Turn, among: readonly CommandId[]): CommandId | undefined {
  return parseCommand(turn.knowledge.commands, turn.utterance, among);
}

/** True when the utterance is this label, typed or pressed. */
export function isLabel(turn: Turn, label: string): boolean {
  return toPhrase(turn.utterance) === toPhrase(label);
}

/** The number that stands for `{number}` where the utterance is the template, as in the buttons `Next: step {number}`. */
export function numberIn(turn: Turn, template: string): number | undefined {
  const [before, after] = splitTemplate(template);
  const said = toPhrase(turn.utterance);
  if (said.length > 40 || !said.startsWith(before) || !said.endsWith(after)) return undefined;
  const middle = said.slice(before.length, said.length - after.length).trim();
  return /^\d{1,2}$/.test(middle) ? Number(middle) : undefined;
}

/** A numbered button of a guide, which belongs to one step or one question only. */
export function isOldButton(turn: Turn): boolean {
  const { guideNext, guideOneYes, guideOneNo, guideOneUnsure, guideFinish } = turn.knowledge.replies;
  const numbered = [guideNext, guideOneYes, guideOneNo, guideOneUnsure];
  return numbered.some((t) => numberIn(turn, t) !== undefined) || turn.utterance.trim() === guideFinish;
}

const parts = new Map<string, readonly [string, string]>();

/** The phrases around `{number}`; there are as many templates as numbered buttons. */
function splitTemplate(template: string): readonly [string, string] {
  const [before = '', after = ''] = parts.get(template) ?? template.split('{number}').map(toPhrase);
  parts.set(template, [before, after]);
  return [before, after];
}
