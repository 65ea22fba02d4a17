import type { Change, Doc } from '../documents.js';

/** A document as it lies in its file. */
export interface FileDoc {
  readonly key: string;
  /** Time (ms) of the last change. */
  touched: number;
  /** Number of the last journal line that is part of it. */
  line: number;
  readonly fields: Map<string, string>;
  /** Position of the first entry of `list`; earlier ones lie in files of their own. */
  first: number;
  /** `null`: lost to damage. */
  readonly list: (string | null)[];
}

/** One line of the journal: a change of one document. Names are short because every turn writes them. */
export interface JournalLine {
  /** Number of the line; rises, also over restarts. */
  readonly n: number;
  readonly k: string;
  /** Time, ms. */
  readonly t: number;
  readonly s?: Change['set'];
  /** Entries to push, and the position of the first. */
  readonly p?: readonly string[];
  readonly at?: number;
  /** The document is erased. */
  readonly del?: true;
}

export function createFileDoc(key: string): FileDoc {
  return { key, touched: 0, line: 0, fields: new Map(), first: 0, list: [] };
}

export const lengthOf = (doc: FileDoc) => doc.first + doc.list.length;
export const isEmpty = (doc: FileDoc) => doc.fields.size === 0 && lengthOf(doc) === 0;
export const viewOf = (doc: FileDoc): Doc => ({ fields: doc.fields, length: lengthOf(doc) });

/** Characters of texts in the document, as a measure of the memory it takes. */
export function sizeOf(doc: FileDoc): number {
  let size = 200;
  for (const [field, text] of doc.fields) size += field.length + text.length;
  for (const entry of doc.list) size += entry?.length ?? 0;
  return size;
}

/** Applies a line to a document; a line that is already part of it changes nothing, so a journal can be read twice. */
export function applyLine(doc: FileDoc, { n, t, s = [], p = [], at, del }: JournalLine): void {
  if (n <= doc.line) return;
  doc.line = n;
  doc.touched = t;
  if (del) clear(doc);
  for (const [field, text] of s) {
    if (text === null) doc.fields.delete(field);
    else doc.fields.set(field, text);
  }
  // Entries between were lost with a damaged file; their places stay, so that watermarks keep their meaning.
  while (at !== undefined && lengthOf(doc) < at) doc.list.push(null);
  doc.list.push(...p);
}

function clear(doc: FileDoc): void {
  doc.fields.clear();
  doc.list.length = 0;
  doc.first = 0;
}

/** JSON with the key and the time first, where `parseHead` finds them without reading the rest. */
export function encodeDoc(doc: FileDoc): string {
  const { key, touched, line, first, list } = doc;
  return JSON.stringify({ key, touched, line, first, fields: [...doc.fields], list });
}

export function decodeDoc(json: string): FileDoc {
  const stored = JSON.parse(json) as Omit<FileDoc, 'fields'> & { fields: [string, string][] }; // checksum proves encodeDoc
  return { ...stored, fields: new Map(stored.fields) };
}

/** Number and document of a journal line, from its beginning. */
export function parseLineHead(head: string): { n: number; key: string } | undefined {
  const found = /^[0-9a-f]+ \{"n":(\d+),"k":("(?:[^"\\]|\\.)*")/.exec(head);
  return found ? { n: Number(found[1]), key: JSON.parse(found[2] ?? '""') as string } : undefined; // a JSON string
}

/** Key and time from the first bytes of a document's JSON. */
export function parseHead(json: string): { key: string; touched: number } | undefined {
  const found = /^\{"key":("(?:[^"\\]|\\.)*"),"touched":(\d+)/.exec(json);
  return found ? { key: JSON.parse(found[1] ?? '""') as string, touched: Number(found[2]) } : undefined; // a JSON string
}
