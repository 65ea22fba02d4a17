import { parseInline } from '../../src/channels/slack/inline.js';
import type { Reply } from '../../src/reply.js';

/** Inline Markdown without its marks; a link is followed by its address. */
export const plain = (markdown: string) =>
  parseInline(markdown)
    .map((i) => (i.link ? `${i.text} (${i.link})` : i.text))
    .join('');

/** All that a person has to be able to read of a reply, whatever the channel, in its order. */
export function contentOf(reply: Reply): string[] {
  return [
    ...(reply.alert ? [reply.alert.action] : []),
    ...(reply.title ? [reply.title] : []),
    ...reply.blocks.flatMap((b) => (b.kind === 'paragraph' ? [b.text] : b.items)),
    ...(reply.cautions ?? []),
    ...(reply.hold ? [reply.hold.label] : []),
    ...(reply.picture ? [reply.picture.alt] : []),
    ...(reply.interest ? [reply.interest] : []),
    ...(reply.sources ?? []).map((s) => s.title),
  ].map(plain);
}

/** Fails where one of the texts is missing, or comes before one that stands before it; `where` is for the message. */
export function expectInOrder(shown: string, wanted: readonly string[], where = ''): void {
  let at = 0;
  for (const text of wanted) {
    const found = shown.indexOf(text, at);
    if (found < 0) expect(`${where}: ${shown.slice(at)}`).toContain(text);
    at = found;
  }
}
