import type { SlackMessage } from '../../../../src/channels/slack/renderSlack.js';

type Json = Record<string, any>; // blocks as Slack would read them

/** What a person reads in the blocks, top to bottom, one line a text. */
export function readBlocks(messages: readonly SlackMessage[]): string {
  return messages.flatMap((m) => m.blocks.flatMap((b) => readBlock(b as Json))).join('\n');
}

function readBlock(block: Json): string[] {
  switch (block['type']) {
    case 'header':
      return [block['text'].text];
    case 'section':
      return [readText(block['text']), ...(block['accessory'] ? [`[${block['accessory'].value}]`] : [])];
    case 'context':
      return block['elements'].map(readText);
    case 'rich_text':
      return block['elements'].flatMap((e: Json) => e['elements'].map(readRich));
    case 'image':
      return [block['title'].text, block['alt_text']];
    case 'actions':
      return block['elements'].flatMap(readElement);
    case 'context_actions':
      return block['elements'].map((e: Json) => `${e['positive_button'].text.text} ${e['negative_button'].text.text}`);
    default:
      throw new RangeError(block['type']);
  }
}

const readElement = (e: Json): string[] =>
  e['type'] === 'overflow'
    ? e['options'].map((o: Json) => `${o['text'].text} [${o['value']}]`)
    : [`${e['text'].text} [${e['value']}]`];

const readRich = (section: Json): string =>
  section['elements'].map((e: Json) => (e['url'] ? `${e['text']} (${e['url']})` : e['text'])).join('');

/** Slack's markup without its marks. */
export function readText({ type, text }: Json): string {
  if (type === 'plain_text') return text;
  return unmark(text);
}

function unmark(text: string): string {
  return text
    .replace(/<([^|<>]+)\|([^<>]*)>/g, '$2 ($1)')
    .replace(/(^|[\s(])[*_]+(?=\S)/g, '$1')
    .replace(/(\S)[*_]+(?=[\s:).,]|$)/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** Everything that Slack documents as a limit, and the total that it does not; what is over it. */
export function findOverruns({ text, blocks }: SlackMessage): string[] {
  const over: string[] = [];
  const check = (what: string, size: number, limit: number) =>
    void (size > limit && over.push(`${what}: ${size} > ${limit}`));
  check('blocks', blocks.length, 50);
  check('characters in all', JSON.stringify(blocks).length, 10_000);
  for (const block of blocks as readonly Json[]) {
    if (block['type'] === 'section') check('section', block['text'].text.length, 3000);
    if (block['type'] === 'header') check('header', block['text'].text.length, 150);
    if (block['type'] === 'context') check('context elements', block['elements'].length, 10);
    if (block['type'] === 'context') for (const e of block['elements']) check('context text', e.text.length, 3000);
    if (block['type'] === 'image') check('alt text', block['alt_text'].length, 2000);
    const elements: Json[] =
      block['type'] === 'actions' ? block['elements'] : block['accessory'] ? [block['accessory']] : [];
    check('actions', elements.length, 25);
    const ids = elements.map((e) => e['action_id']);
    check('repeated action ids', ids.length - new Set(ids).size, 0);
    for (const e of elements) {
      check('action id', e['action_id'].length, 255);
      if (e['text']) check('button', e['text'].text.length, 75);
      if (e['accessibility_label']) check('accessibility label', e['accessibility_label'].length, 75);
      if (e['value']) check('value', e['value'].length, 2000);
      check('options', e['options']?.length ?? 0, 5);
      for (const o of e['options'] ?? []) {
        check('option', o.text.text.length, 75);
        check('option value', o.value.length, 150);
      }
    }
  }
  check('empty text', Number(text.trim() === ''), 0);
  return over;
}
