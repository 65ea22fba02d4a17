import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ImpactCase } from './impact.js';

/** Files of the evaluation and the field that names the entry, where one does. */
const FILES: readonly (readonly [string, 'intent' | 'redFlag' | undefined])[] = [
  ['in-scope.jsonl', 'intent'],
  ['out-of-scope.jsonl', undefined],
  ['directions.jsonl', undefined],
  ['red-flags.jsonl', 'redFlag'],
  ['near-misses.jsonl', undefined],
];

const rowSchema = z.looseObject({
  text: z.string().min(1),
  intent: z.string().optional(),
  redFlag: z.string().optional(),
});

/** The evaluation's utterances with the entries that should answer them; none where a deployment comes without them. */
export function loadEvaluationCases(dir: string): ImpactCase[] {
  return FILES.flatMap(([name, field]) => {
    const file = path.join(dir, name);
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => readCase(line, field));
  });
}

function readCase(line: string, field: 'intent' | 'redFlag' | undefined): ImpactCase[] {
  try {
    const row = rowSchema.parse(JSON.parse(line));
    const wanted = field && row[field];
    return [{ text: row.text, origin: 'evaluation', ...(wanted && { wanted }) }];
  } catch {
    // Empty and broken lines are `kb evaluate`'s to report.
    return [];
  }
}
