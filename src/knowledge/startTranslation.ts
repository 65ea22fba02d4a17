import { parseDocument } from 'yaml';
import { translationSchema } from './entry.js';

const FIELDS: ReadonlySet<string> = new Set(Object.keys(translationSchema.shape));

/** The file of an English entry as a translator starts from it: with the fields that a translation has, still in English. */
export function startTranslation(english: string): string {
  const match = /^---\n([\s\S]*?)\n---\n?([\s\S]*)$/.exec(english);
  if (!match) return english;
  const [, front = '', body = ''] = match;
  const fields = parseDocument(front);
  const names = Object.keys((fields.toJS() ?? {}) as object); // front matter is a map, or nothing
  for (const name of names) if (!FIELDS.has(name)) fields.delete(name);
  return `---\n${fields.toString({ lineWidth: 120 }).trimEnd()}\n---\n${body}`;
}
