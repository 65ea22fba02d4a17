import { createProblem, type Problem } from '../errors.js';
import type { Entry, Variant } from './entry.js';
import { listGuideTexts, type Guide } from './guide.js';
import { knowledgeFile } from './knowledgeFile.js';
import type { Knowledge } from './loadKnowledge.js';
import { listStatements, parseStatement } from './markdown.js';

/**
 * Where a translation and the English differ in what must be the same: circumstances, sources, signs, telephone numbers,
 * placeholders, and what is not translated at all. None of it stops a start but a wrong file does.
 */
export function checkTranslation(english: Knowledge, translated: Knowledge): Problem[] {
  const entries = [...translated.entries.values()].filter((e) => e.translated);
  return [
    ...translated.gaps,
    ...entries.flatMap((entry) => checkEntry(english, entry, translated)),
    ...[...translated.guides.values()].flatMap((guide) => checkGuide(english, guide, translated)),
    ...checkShared(english, translated),
    ...checkPlaceholders(english, translated),
  ];
}

function checkEntry(english: Knowledge, entry: Entry, { lineOf }: Knowledge): Problem[] {
  const twin = english.entries.get(entry.id);
  if (!twin) return [];
  const report = (field: string, message: string) =>
    createProblem('KNOWLEDGE_TRANSLATION', entry.file, lineOf(entry.id, [field]), message);
  const stale =
    twin.reviewed > entry.reviewed
      ? [report('reviewed', `the English was reviewed on ${twin.reviewed}, after this on ${entry.reviewed}`)]
      : [];
  const isSame = JSON.stringify(shapeOf(twin.variants)) === JSON.stringify(shapeOf(entry.variants));
  const variants = isSame ? [] : [report('variants', '"variants" differ from the English in number, order or "when"')];
  return [...stale, ...variants, ...checkMarks(twin, entry).map((message) => report('title', message))];
}

/** What of the variants is not text. */
const shapeOf = (variants: readonly Variant[] = []) =>
  variants.map((v) => [Object.entries(v.when).sort(), v.caution === undefined ? 'paragraph' : 'caution']);

/** Statement by statement, as far as both have as many; else over the whole answer. */
function checkMarks(english: Entry, translated: Entry): string[] {
  const [theirs, ours] = [markedTexts(english), markedTexts(translated)];
  if (theirs.length !== ours.length)
    return [`has ${ours.length} paragraphs, list items and variants, the English ${theirs.length}`];
  return ours.flatMap(({ text, sources }, i) => {
    const extra = sources.filter((id) => !theirs[i]?.sources.includes(id));
    const lost = theirs[i]?.sources.filter((id) => !sources.includes(id)) ?? [];
    const where = `at "${text.slice(0, 40)}"`;
    return [
      ...extra.map((id) => `marks "${id}" ${where}, which the English does not`),
      ...lost.map((id) => `does not mark "${id}" ${where}, as the English does`),
    ];
  });
}

const markedTexts = (entry: Entry) => [
  ...listStatements(entry.body),
  ...(entry.variants ?? []).map((v) => parseStatement(v.caution ?? v.paragraph ?? '')),
];

function checkGuide(english: Knowledge, guide: Guide, { language }: Knowledge): Problem[] {
  const twin = english.guides.get(guide.id);
  if (!twin || twin === guide) return [];
  const report = (message: string) =>
    createProblem('KNOWLEDGE_TRANSLATION', knowledgeFile(language, `guides/${guide.id}.yml`), 0, message);
  const differ = GUIDE_DATA.filter(([, pick]) => !isEqual(pick(twin), pick(guide)));
  const marks = (g: Guide) => listGuideTexts(g).map((text) => [...parseStatement(text).sources].sort());
  return [
    ...differ.map(([what]) => report(`${what} differ from the English`)),
    ...(isEqual(marks(twin), marks(guide)) ? [] : [report('the marks of sources differ from the English')]),
    ...(twin.reviewed > guide.reviewed ? [report(`the English was reviewed on ${twin.reviewed}, after this`)] : []),
  ];
}

/** What decides who is led through a guide, and how. */
const GUIDE_DATA: readonly (readonly [string, (guide: Guide) => unknown])[] = [
  ['the safety questions', (g) => g.gate.map((q) => [q.id, q.askIfTold, q.underAge])],
  ['the steps', (g) => g.steps.map((s) => [s.id, s.holdSeconds, s.holdSource])],
  ['"entry", "interest" or "sources"', (g) => [g.entry, g.interest, g.sources]],
];

/** What a file holds beside texts. */
const SHARED: readonly (readonly [string, string, (knowledge: Knowledge) => unknown])[] = [
  ['check-in.yml', '"signs"', ({ checkIn }) => checkIn.signs.map((s) => [s.entry, s.tier])],
  ['check-in.yml', '"explain"', ({ checkIn }) => checkIn.explain.map((e) => [Object.entries(e.when).sort(), e.entry])],
  ['check-in.yml', '"advice"', ({ checkIn }) => checkIn.advice.map((a) => [a.trend, a.strengthFrom])],
  ['check-in.yml', '"next"', ({ checkIn }) => [checkIn.next, checkIn.explainDefault, checkIn.offerAfter]],
  [
    'check-in.yml',
    '"operations"',
    ({ checkIn }) => Object.entries(checkIn.operations).map(([k, o]) => [k, o.concepts]),
  ],
  ['replies.yml', '"alertAsksSafe"', ({ replies }) => replies.alertAsksSafe],
  [
    'replies.yml',
    '"alert" or "groups"',
    ({ replies }) => [replies.alert, replies.alertBrief, replies.groups].map(keys),
  ],
  ['channels.yml', '"prompts"', ({ channels }) => channels.slack.prompts],
  [
    'regions.yml',
    'the telephone numbers',
    ({ regions }) => Object.entries(regions).map(([r, needs]) => [r, dial(needs)]),
  ],
];

const keys = (record: object) => Object.keys(record).sort();
const dial = (needs: Knowledge['regions'][keyof Knowledge['regions']]) =>
  Object.entries(needs).map(([need, { phones }]) => [need, phones.map((p) => p.number)]);

function checkShared(english: Knowledge, translated: Knowledge): Problem[] {
  return SHARED.filter(([, , pick]) => !isEqual(pick(english), pick(translated))).map(([file, what]) =>
    createProblem(
      'KNOWLEDGE_TRANSLATION',
      knowledgeFile(translated.language, file),
      0,
      `${what} differ from the English`,
    ),
  );
}

/** A sentence that loses its number or its name would be sent with a hole. */
function checkPlaceholders(english: Knowledge, translated: Knowledge): Problem[] {
  const files = [
    ['replies.yml', english.replies, translated.replies],
    ['check-in.yml', english.checkIn, translated.checkIn],
    ['channels.yml', english.channels, translated.channels],
    ['site.yml', english.site, translated.site],
  ] as const;
  return files.flatMap(([file, theirs, ours]) =>
    findOtherPlaceholders(theirs, ours, []).map((path) =>
      createProblem(
        'KNOWLEDGE_TRANSLATION',
        knowledgeFile(translated.language, file),
        0,
        `"${path}" has other placeholders than the English`,
      ),
    ),
  );
}

/** Paths of texts, or of lists of them, whose placeholders are not those of the English. */
function findOtherPlaceholders(english: unknown, translated: unknown, path: readonly string[]): string[] {
  if (isRecord(english) && isRecord(translated))
    return Object.keys(english).flatMap((key) => findOtherPlaceholders(english[key], translated[key], [...path, key]));
  return isEqual(placeholdersOf(english), placeholdersOf(translated)) ? [] : [path.join('.')];
}

/** Numbers for emergencies may be named in another place of the same advice, so lists are taken as a whole. */
const placeholdersOf = (value: unknown) =>
  [...new Set((JSON.stringify(value ?? '').match(/\{\w+\}/g) ?? []) as readonly string[])].sort();

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isEqual = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
