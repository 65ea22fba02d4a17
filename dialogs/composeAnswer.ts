import type { Block, Entry, Variant } from '../src/knowledge/entry.js';
import { parseStatement } from '../src/knowledge/markdown.js';
import { fillNumbers } from '../src/knowledge/region.js';
import type { Roles } from '../src/matcher/roles.js';
import { paragraph, type Action, type Reply, type ReplyBlock, type SourceRef } from '../src/reply.js';
import type { Turn } from './turn.js';

const RELATED_SHOWN = 3;

/** The short answer: what most people need, with sources and the next questions. */
export function composeAnswer(turn: Turn, entry: Entry): Reply {
  const { replies, pictures } = turn.knowledge;
  const cautions = listCautions(turn, entry);
  const picture = entry.picture ? pictures.get(entry.picture) : undefined;
  const isSmallTalk = entry.kind === 'chitchat';
  const more = isSmallTalk ? [] : [{ label: replies.actionMore, say: replies.actionMore }];
  return {
    kind: 'answer',
    blocks: isSmallTalk ? fullBlocks(turn, entry, new Map()) : [paragraph(say(turn, entry.short))],
    ...(cautions.length > 0 && { cautions }),
    ...(picture && entry.picture && { picture: { id: entry.picture, title: picture.title, alt: picture.alt } }),
    ...(!isSmallTalk && { sources: listSources(turn, entry) }),
    ...(entry.interest && { interest: replies.interest }),
    actions: [...more, ...relatedActions(turn, entry)],
  };
}

/** The full answer, with numbered source marks. */
export function composeMore(turn: Turn, entry: Entry): Reply {
  const sources = listSources(turn, entry);
  const numbers = new Map(entry.sources.map((id, i) => [id, i + 1]));
  const cautions = listCautions(turn, entry);
  return {
    kind: 'more',
    title: entry.title,
    blocks: [...fullBlocks(turn, entry, numbers), ...variantBlocks(turn, entry)],
    ...(cautions.length > 0 && { cautions }),
    sources,
    ...(entry.interest && { interest: turn.knowledge.replies.interest }),
    actions: relatedActions(turn, entry),
  };
}

/** True when every circumstance that `when` names is told and fits. */
export function fitsTold(when: Variant['when'], told: Roles): boolean {
  const anyOf = (wanted: readonly string[] | undefined, has: readonly string[] | undefined) =>
    wanted === undefined || (has ?? []).some((h) => wanted.includes(h));
  const weeks = told.weeksSince;
  return (
    anyOf(when.surgery, told.surgery) &&
    anyOf(when.pain, told.pain) &&
    anyOf(when.operation, told.operation ? [told.operation] : undefined) &&
    anyOf(when.approach, told.approach ? [told.approach] : undefined) &&
    (when.weeksBelow === undefined || (weeks !== undefined && weeks < when.weeksBelow)) &&
    (when.weeksFrom === undefined || (weeks !== undefined && weeks >= when.weeksFrom)) &&
    (when.bloodThinner === undefined || when.bloodThinner === told.bloodThinner) &&
    (when.noSurgery === undefined || when.noSurgery === told.noSurgery)
  );
}

function listCautions(turn: Turn, entry: Entry): string[] {
  const fitting = (entry.variants ?? []).filter((v) => fitsTold(v.when, turn.memory.told));
  const cautions = fitting.flatMap((v) => (v.caution ? [parseStatement(v.caution).text] : []));
  return [...cautions, ...(entry.safetyNote ? [entry.safetyNote] : [])].map((c) => say(turn, c));
}

function variantBlocks(turn: Turn, entry: Entry): ReplyBlock[] {
  const fitting = (entry.variants ?? []).filter((v) => fitsTold(v.when, turn.memory.told));
  return fitting.flatMap((v) => (v.paragraph ? [paragraph(say(turn, parseStatement(v.paragraph).text))] : []));
}

function fullBlocks(turn: Turn, entry: Entry, numbers: ReadonlyMap<string, number>): ReplyBlock[] {
  const mark = (text: string, sources: readonly string[]) =>
    [say(turn, text), ...sources.flatMap((id) => (numbers.has(id) ? [`[${numbers.get(id)}]`] : []))].join(' ');
  return entry.body.map((b: Block) =>
    b.kind === 'paragraph'
      ? paragraph(mark(b.statement.text, b.statement.sources))
      : { kind: b.kind, items: b.items.map((i) => mark(i.text, i.sources)) },
  );
}

function listSources(turn: Turn, entry: Entry): SourceRef[] {
  return entry.sources.flatMap((id, i) => {
    const s = turn.knowledge.sources.get(id);
    if (!s) return [];
    const link = s.link ? { link: s.link } : {};
    return [{ number: i + 1, title: s.title, publisher: s.publisher, support: s.support, ...link }];
  });
}

function relatedActions(turn: Turn, entry: Entry): Action[] {
  return entry.related.slice(0, RELATED_SHOWN).flatMap((id) => {
    const title = turn.knowledge.entries.get(id)?.title;
    return title ? [{ label: title, say: title }] : [];
  });
}

function say(turn: Turn, text: string): string {
  return fillNumbers(text, turn.knowledge.regions[turn.region]);
}
