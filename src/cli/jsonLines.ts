import { createInterface } from 'node:readline';
import { ERROR_CATALOGUE } from '../errors.js';
import { LANGUAGES, languageOfLocale, type Language } from '../language/language.js';

/**
 * Reads JSON lines from standard input and writes one JSON line for each, in order. A line that is not a JSON object, or
 * that `handle` refuses with a RangeError, gives `{"error":{code,message},"line":n}` and the run goes on.
 */
export async function runJsonLines(handle: (row: Record<string, unknown>) => Promise<unknown>): Promise<number> {
  let line = 0;
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    process.stdout.write(`${JSON.stringify(await handleLine(text, line, handle))}\n`);
  }
  return 0;
}

async function handleLine(text: string, line: number, handle: (row: Record<string, unknown>) => Promise<unknown>) {
  const error = (message: string) => ({ error: { code: 'CLI_BAD_LINE', message }, line });
  const row = parseRow(text);
  if (!row) return error(`is not a JSON object; ${ERROR_CATALOGUE.CLI_BAD_LINE}`);
  try {
    return await handle(row);
  } catch (fault) {
    if (fault instanceof RangeError) return error(fault.message);
    throw fault;
  }
}

function parseRow(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    // JSON.parse throws SyntaxError only; the caller reports the line.
    return undefined;
  }
}

/** @throws RangeError naming the field when it is missing or not a text. */
export function requireText(row: Record<string, unknown>, field: string): string {
  const value = row[field];
  if (typeof value !== 'string') throw new RangeError(`"${field}" must be a text`);
  return value;
}

/** The field's text, or nothing. @throws RangeError when it is there but not a text. */
export function optionalText(row: Record<string, unknown>, field: string): string | undefined {
  return row[field] === undefined ? undefined : requireText(row, field);
}

/** The language that the row names, or nothing. @throws RangeError for one that Kneebone does not speak. */
export function readLanguage(row: Record<string, unknown>): Language | undefined {
  const given = optionalText(row, 'language');
  const language = languageOfLocale(given);
  if (given !== undefined && !language) throw new RangeError(`"language" must be one of ${LANGUAGES.join(', ')}`);
  return language;
}
