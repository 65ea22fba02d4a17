import type { Activity } from 'botbuilder';
import type { TeamsReply } from './teamsReply.js';

/**
 * Largest message in bytes of UTF-16, as Teams counts. Teams refuses more than 100 KB; the rest is left for what the
 * service adds around it.
 */
export const MAX_MESSAGE_BYTES = 80 * 1024;

type Block = TeamsReply['blocks'][number];

/** Makes as few messages of a reply as fit; what belongs to its end (sources, buttons) stays with the last. */
export function fitMessages(
  reply: TeamsReply,
  compose: (part: TeamsReply) => Partial<Activity>,
  limit = MAX_MESSAGE_BYTES,
): Partial<Activity>[] {
  const whole = compose(reply);
  const halves = sizeOf(whole) > limit ? splitBlocks(reply.blocks) : undefined;
  if (!halves) return [whole];
  const { title, alert, kind, ...ending } = reply;
  const first = { kind, blocks: halves[0], ...(title && { title }), ...(alert && { alert }) };
  const second = { ...ending, kind, blocks: halves[1] };
  return [...fitMessages(first, compose, limit), ...fitMessages(second, compose, limit)];
}

export const sizeOf = (activity: Partial<Activity>) => JSON.stringify(activity).length * 2;

/** Two halves at a block, an item or a sentence; nothing where one word is left. */
function splitBlocks(blocks: readonly Block[]): [Block[], Block[]] | undefined {
  const [only] = blocks;
  if (!only) return undefined;
  const middle = Math.ceil(blocks.length / 2);
  return blocks.length > 1 ? [blocks.slice(0, middle), blocks.slice(middle)] : splitBlock(only);
}

function splitBlock(block: Block): [Block[], Block[]] | undefined {
  if (block.kind === 'paragraph') {
    const halves = splitText(block.text);
    return halves && [[{ ...block, text: halves[0] }], [{ ...block, text: halves[1] }]];
  }
  const [item] = block.items;
  if (item === undefined) return undefined;
  const middle = Math.ceil(block.items.length / 2);
  const part = (items: readonly string[], start: number): Block[] => [{ ...block, items, start }];
  const start = block.start ?? 1;
  if (block.items.length > 1)
    return [part(block.items.slice(0, middle), start), part(block.items.slice(middle), start + middle)];
  const halves = splitText(item);
  return halves && [part([halves[0]], start), [{ kind: 'paragraph', text: halves[1] }]];
}

function splitText(text: string): [string, string] | undefined {
  const middle = Math.floor(text.length / 2);
  const sentence = text.lastIndexOf('. ', middle) + 1;
  const at = sentence > 0 ? sentence : text.lastIndexOf(' ', middle) > 0 ? text.lastIndexOf(' ', middle) : middle;
  return at > 0 ? [text.slice(0, at).trimEnd(), text.slice(at).trimStart()] : undefined;
}
