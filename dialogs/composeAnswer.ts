import type { Block, Entry, Variant } from '../src/knowledge/entry.js';
import type { Knowledge } from '../src/knowledge/loadKnowledge.js';
import type { Roles } from '../src/matcher/roles.js';
import { paragraph, type Action, type Reply, type ReplyBlock, type SourceRef } from '../src/reply.js';
import type { Turn } from './turn.js';
import { commandButton, fill, lead, plain, titleButtons } from './wording.js';

const RELATED_SHOWN = 3;
/** Kinds whose full answer is a list of signs, so that "yes, I have that" may follow. */
const SIGN_KINDS = new Set<Entry['kind']>(['red-flag', 'safety']);

/** The short answer: what most people need, with sources and the next questions. */
export function composeAnswer(turn: Turn, entry: Entry): Reply {
  if (entry.kind === 'chitchat') return composeSmallTalk(turn, entry);
  const cautions = listCautions(turn, entry);
  const picture = entry.picture ? turn.knowledge.pictures.get(entry.picture) : undefined;
  return sayIfUntranslated(turn, entry, {
    kind: 'answer',
    blocks: [paragraph(fill(turn, entry.short))],
    ...(cautions.length > 0 && { cautions }),
    ...(picture && entry.picture && { picture: { id: entry.picture, title: picture.title, alt: picture.alt } }),
    sources: listSources(turn.knowledge, entry),
    ...(entry.interest && { interest: turn.knowledge.replies.interest }),
    actions: [commandButton(turn, 'more'), ...relatedButtons(turn, entry)],
  });
}

/** An English answer to somebody who reads another language begins with a sentence that says so. */
function sayIfUntranslated(turn: Turn, entry: Entry, reply: Reply): Reply {
  return entry.translated === false ? lead(reply, turn.knowledge.replies.notTranslated) : reply;
}

function composeSmallTalk(turn: Turn, entry: Entry): Reply {
  const blocks = fullBlocks(turn, entry, new Map());
  return sayIfUntranslated(turn, entry, { kind: 'answer', blocks, actions: relatedButtons(turn, entry) });
}

/** The full answer, with numbered source marks. */
export function composeMore(turn: Turn, entry: Entry): Reply {
  const numbers = new Map(entry.sources.map((id, i) => [id, i + 1]));
  const cautions = listCautions(turn, entry);
  return sayIfUntranslated(turn, entry, {
    kind: 'more',
    title: entry.title,
    blocks: [...fullBlocks(turn, entry, numbers), ...variantBlocks(turn, entry)],
    ...(cautions.length > 0 && { cautions }),
    sources: listSources(turn.knowledge, entry),
    ...(entry.interest && { interest: turn.knowledge.replies.interest }),
    actions: relatedButtons(turn, entry),
  });
}

/** Whether the answer shows warning signs that a person may say they have. */
export const showsSigns = (entry: Entry) => SIGN_KINDS.has(entry.kind);

/** True when every circumstance that `when` names is told and fits. */
export function fitsTold(when: Variant['when'], told: Roles): boolean {
  const anyOf = (wanted: readonly string[] | undefined, has: readonly string[]) =>
    wanted === undefined || has.some((h) => wanted.includes(h));
  const weeks = told.weeksSince;
  return (
    anyOf(when.surgery, told.surgery ?? []) &&
    anyOf(when.pain, told.pain ?? []) &&
    anyOf(when.operation, told.operation ? [told.operation] : []) &&
    anyOf(when.approach, told.approach ? [told.approach] : []) &&
    (when.weeksBelow === undefined || (weeks !== undefined && weeks < when.weeksBelow)) &&
    (when.weeksFrom === undefined || (weeks !== undefined && weeks >= when.weeksFrom)) &&
    (when.bloodThinner === undefined || when.bloodThinner === told.bloodThinner) &&
    (when.noSurgery === undefined || when.noSurgery === told.noSurgery)
  );
}

/** The sources of an entry, numbered as in its full answer. */
export function listSources(knowledge: Knowledge, entry: { readonly sources: readonly string[] }): SourceRef[] {
  return entry.sources.flatMap((id, i) => {
    const s = knowledge.sources.get(id);
    if (!s) return [];
    const link = s.link ? { link: s.link } : {};
    return [{ number: i + 1, title: s.title, publisher: s.publisher, support: s.support, ...link }];
  });
}

/** The body of an entry with its marks as numbers; without marks when `numbers` is empty. */
export function fullBlocks(turn: Turn, entry: Entry, numbers: ReadonlyMap<string, number>): ReplyBlock[] {
  const mark = (text: string, sources: readonly string[]) =>
    [fill(turn, text), ...sources.flatMap((id) => (numbers.has(id) ? [`[${numbers.get(id)}]`] : []))].join(' ');
  return entry.body.map((b: Block) =>
    b.kind === 'paragraph'
      ? paragraph(mark(b.statement.text, b.statement.sources))
      : { kind: b.kind, items: b.items.map((i) => mark(i.text, i.sources)) },
  );
}

function fittingVariants(turn: Turn, entry: Entry): Variant[] {
  return (entry.variants ?? []).filter((v) => fitsTold(v.when, turn.memory.told));
}

function listCautions(turn: Turn, entry: Entry): string[] {
  const cautions = fittingVariants(turn, entry).flatMap((v) => (v.caution ? [plain(turn, v.caution)] : []));
  return [...cautions, ...(entry.safetyNote ? [fill(turn, entry.safetyNote)] : [])];
}

function variantBlocks(turn: Turn, entry: Entry): ReplyBlock[] {
  return fittingVariants(turn, entry).flatMap((v) => (v.paragraph ? [paragraph(plain(turn, v.paragraph))] : []));
}

function relatedButtons(turn: Turn, entry: Entry): Action[] {
  return titleButtons(turn, entry.related.slice(0, RELATED_SHOWN));
}
