import { inflateRawSync } from 'node:zlib';
import { KneeboneError } from '../errors.js';

/** All parts of a workbook together; a small file can otherwise unpack to gigabytes. */
const MAX_UNPACKED_BYTES = 50 * 1024 * 1024;
const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const END_BYTES = 22;
const MOST_COMMENT_BYTES = 65_535;
const DEFLATED = 8;

/**
 * Reads the first sheet of an XLSX workbook as texts (ECMA-376 part 1, 18.3). A cell with a formula comes as its last
 * value with `=` in front, so that whoever cleans the cells sees it; nothing is ever calculated.
 * @throws KneeboneError IMPORT_FORMAT when it is no workbook, IMPORT_TOO_LARGE when it unpacks to more than 50 MB
 */
export function readWorkbook(file: Buffer): string[][] {
  const parts = readZip(file, (name) => /^xl\/(sharedStrings|worksheets\/sheet\d+)\.xml$/.test(name));
  const sheets = [...parts.keys()].filter((n) => n.includes('sheet') && n.includes('worksheets'));
  const numberOf = (name: string) => Number(/(\d+)\.xml$/.exec(name)?.[1]);
  const [first] = sheets.sort((a, b) => numberOf(a) - numberOf(b));
  if (first === undefined) throw new KneeboneError('IMPORT_FORMAT', 'the workbook has no sheet');
  const shared = readSharedStrings(parts.get('xl/sharedStrings.xml') ?? '');
  return readSheet(parts.get(first) ?? '', shared);
}

function readZip(file: Buffer, isWanted: (name: string) => boolean): Map<string, string> {
  const parts = new Map<string, string>();
  let room = MAX_UNPACKED_BYTES;
  try {
    let { at, count } = findDirectory(file);
    for (; count > 0; count--) {
      const entry = readEntry(file, at);
      at = entry.next;
      if (!isWanted(entry.name)) continue;
      const text = unpack(file, entry, room);
      room -= text.length;
      parts.set(entry.name, text);
    }
  } catch (cause) {
    if (cause instanceof KneeboneError) throw cause;
    const isLarge = (cause as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE'; // node gives its errors a code
    if (isLarge) throw new KneeboneError('IMPORT_TOO_LARGE', 'the workbook unpacks to more than 50 MB', { cause });
    throw new KneeboneError('IMPORT_FORMAT', 'the file is not a workbook that can be read', { cause });
  }
  return parts;
}

function findDirectory(file: Buffer): { at: number; count: number } {
  const least = Math.max(0, file.length - END_BYTES - MOST_COMMENT_BYTES);
  for (let at = file.length - END_BYTES; at >= least; at--)
    if (file.readUInt32LE(at) === END_MARK)
      return { at: file.readUInt32LE(at + 16), count: file.readUInt16LE(at + 10) };
  throw new KneeboneError('IMPORT_FORMAT', 'the file is not a workbook (XLSX)');
}

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly offset: number;
  readonly next: number;
}

function readEntry(file: Buffer, at: number): ZipEntry {
  if (file.readUInt32LE(at) !== ENTRY_MARK) throw new KneeboneError('IMPORT_FORMAT', 'the workbook is damaged');
  const [nameBytes, extra, comment] = [
    file.readUInt16LE(at + 28),
    file.readUInt16LE(at + 30),
    file.readUInt16LE(at + 32),
  ];
  return {
    name: file.toString('utf8', at + 46, at + 46 + nameBytes),
    method: file.readUInt16LE(at + 10),
    packed: file.readUInt32LE(at + 20),
    offset: file.readUInt32LE(at + 42),
    next: at + 46 + nameBytes + extra + comment,
  };
}

function unpack(file: Buffer, { method, packed, offset }: ZipEntry, room: number): string {
  const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
  const bytes = file.subarray(start, start + packed);
  const plain = method === DEFLATED ? inflateRawSync(bytes, { maxOutputLength: Math.max(1, room) }) : bytes;
  return plain.toString('utf8');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(xml: string): string {
  return xml.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi,
    (whole, dec?: string, hex?: string, name?: string) => {
      if (name) return ENTITIES[name] ?? whole;
      const code = dec ? Number(dec) : parseInt(hex ?? '', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}

interface Element {
  readonly attributes: string;
  readonly inner: string;
}

/** The elements of a name that do not lie in one another, found in one walk; an element that is never closed ends it. */
function listElements(xml: string, name: string): Element[] {
  const found: Element[] = [];
  let at = 0;
  for (;;) {
    const open = xml.indexOf(`<${name}`, at);
    const head = open < 0 ? -1 : xml.indexOf('>', open);
    if (head < 0) return found;
    const attributes = xml.slice(open + name.length + 1, head);
    const isOther = /^[^\s/]/.test(attributes);
    const isEmpty = attributes.endsWith('/');
    const close = isOther || isEmpty ? head : xml.indexOf(`</${name}>`, head);
    if (close < 0) return found;
    if (!isOther) found.push({ attributes, inner: xml.slice(head + 1, close) });
    at = isOther || isEmpty ? head + 1 : close + name.length + 3;
  }
}

/** The runs of a text, without the phonetic ones. */
function textsOf(xml: string): string {
  const [first = '', ...rest] = xml.split('<rPh');
  const spoken = [first, ...rest.map((part) => part.slice(part.indexOf('</rPh>') + 1))].join('');
  const texts = listElements(spoken, 't').map((t) => t.inner);
  return decode(texts.join(''));
}

function readSharedStrings(xml: string): string[] {
  return listElements(xml, 'si').map(({ inner }) => textsOf(inner));
}

function readSheet(xml: string, shared: readonly string[]): string[][] {
  return listElements(xml, 'row').map(({ inner }) => readRow(inner, shared));
}

function readRow(xml: string, shared: readonly string[]): string[] {
  const row: string[] = [];
  for (const { attributes, inner } of listElements(xml, 'c')) {
    const column = columnOf(/\br="([A-Z]{1,3})\d+"/.exec(attributes)?.[1]) ?? row.length;
    while (row.length < column) row.push('');
    row[column] = readCell(attributes, inner, shared);
  }
  return row;
}

function columnOf(letters: string | undefined): number | undefined {
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((sum, l) => sum * 26 + l.charCodeAt(0) - 64, 0) - 1;
}

function readCell(attributes: string, inner: string, shared: readonly string[]): string {
  const kind = /\bt="(\w+)"/.exec(attributes)?.[1];
  if (kind === 'inlineStr') return textsOf(inner);
  const value = decode(listElements(inner, 'v')[0]?.inner ?? '');
  const text = kind === 's' ? (shared[Number(value)] ?? '') : value;
  return /<f\b/.test(inner) ? `=${text}` : text;
}
