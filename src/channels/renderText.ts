import type { Reply, ReplyBlock } from '../reply.js';

/**
 * Renders a reply as plain Markdown text: the fallback text of every activity and the whole of it where a channel shows
 * nothing else. Actions are left out; the caller shows them as buttons or numbers. Whether an answer helped is asked only
 * where a typed "yes" is understood as the answer to that.
 */
export function renderText(reply: Reply): string {
  const parts = [
    reply.alert && `**${reply.alert.action}**`,
    reply.title && `**${reply.title}**`,
    ...reply.blocks.map(renderBlock),
    ...(reply.cautions ?? []).map((c) => `⚠ ${c}`),
    reply.hold && `(${reply.hold.label})`,
    reply.picture && `[${reply.picture.title}: ${reply.picture.alt}]`,
    reply.interest && `_${reply.interest}_`,
    reply.sources && reply.sources.length > 0 && `Sources:\n${reply.sources.map(renderSource).join('\n')}`,
    reply.feedback && !reply.feedback.needsButtons && reply.feedback.question,
  ];
  return parts.filter(Boolean).join('\n\n');
}

function renderBlock(block: ReplyBlock): string {
  if (block.kind === 'paragraph') return block.text;
  return block.items.map((item, i) => (block.kind === 'steps' ? `${i + 1}. ${item}` : `- ${item}`)).join('\n');
}

function renderSource(source: NonNullable<Reply['sources']>[number]): string {
  const name = source.link ? `[${source.title}](${source.link})` : source.title;
  return `[${source.number}] ${name}, ${source.publisher}`;
}
