import { readFileSync } from 'node:fs';
import type { IntentDocument, LabelledUtterance } from '../matcher/matcherTypes.js';

/** A test utterance and the intents that count as right. */
export interface TestUtterance {
  readonly text: string;
  readonly intents: readonly string[];
}

export interface LabelledFile {
  readonly utterances: TestUtterance[];
  readonly documents: IntentDocument[];
  /** `file:line: what is wrong`, one for each line that was skipped. */
  readonly problems: string[];
}

/**
 * Reads JSON lines of `{"text","intent"}` (`intent` may be a list when several are right) or of
 * `{"id","question","answers","altQuestions"}`. Lines that are neither are skipped and listed in `problems`.
 * Throws what the file system throws when the file cannot be read.
 */
export function loadLabelledFile(path: string): LabelledFile {
  const out: LabelledFile = { utterances: [], documents: [], problems: [] };
  const lines = readFileSync(path, 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
  lines.forEach((line, i) => {
    if (line.trim() === '') return;
    const problem = readLine(line, out);
    if (problem) out.problems.push(`${path}:${i + 1}: ${problem}; line skipped`);
  });
  return out;
}

function readLine(line: string, out: LabelledFile): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'not valid JSON';
  }
  if (typeof value !== 'object' || value === null) return 'not a JSON object';
  const row = value as Record<string, unknown>; // checked above; every field is parsed below
  if (typeof row['question'] === 'string') return readDocument(row, row['question'], out);
  const intents = textList(row['intent'] ?? row['intents']);
  if (typeof row['text'] !== 'string' || intents.length === 0)
    return 'needs "text" and "intent", or "id" and "question"';
  out.utterances.push({ text: row['text'], intents });
  return undefined;
}

function readDocument(row: Record<string, unknown>, title: string, out: LabelledFile): string | undefined {
  const intent = row['id'];
  if (typeof intent !== 'string') return '"question" without "id"';
  out.documents.push({ intent, title, text: textList(row['answers'] ?? row['answer']).join('\n') });
  for (const text of textList(row['altQuestions'])) out.utterances.push({ text, intents: [intent] });
  return undefined;
}

function textList(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item): item is string => typeof item === 'string');
}

/** One training row per intent of each utterance. */
export function toTraining(file: LabelledFile): LabelledUtterance[] {
  return file.utterances.flatMap(({ text, intents }) => intents.map((intent) => ({ text, intent })));
}
