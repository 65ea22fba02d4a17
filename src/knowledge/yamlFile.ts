import { LineCounter, parseDocument, isNode, type Document } from 'yaml';
import type { z } from 'zod';
import { createProblem, type ErrorCode, type Problem } from '../errors.js';

/** YAML text with a way back from a field to its line. */
export interface YamlFile {
  readonly file: string;
  readonly value: unknown;
  /** Line of the field at `path`, or of its nearest parent; from 1. */
  lineOf(path: readonly PropertyKey[]): number;
}

/**
 * Parses YAML; faults are added to `problems`, and then nothing is returned.
 * @param firstLine line of the file on which `text` begins, from 1
 */
export function parseYaml(text: string, file: string, problems: Problem[], firstLine = 1): YamlFile | undefined {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  for (const e of doc.errors) {
    const line = lines.linePos(e.pos[0]).line + firstLine - 1;
    problems.push(createProblem('KNOWLEDGE_YAML', file, line, firstSentence(e.message)));
  }
  if (doc.errors.length > 0) return undefined;
  const lineOf = (path: readonly PropertyKey[]) => lines.linePos(offsetOf(doc, path)).line + firstLine - 1;
  return { file, value: doc.toJS(), lineOf };
}

/** Checks a parsed file against a schema; faults are added to `problems` with file, line and field. */
export function checkSchema<T>(yaml: YamlFile, schema: z.ZodType<T>, problems: Problem[]): T | undefined {
  const result = schema.safeParse(yaml.value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) problems.push(toProblem(issue, yaml));
  return undefined;
}

function toProblem(issue: z.core.$ZodIssue, yaml: YamlFile): Problem {
  const field = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const line = yaml.lineOf([...issue.path, issue.keys[0] ?? '']);
    return createProblem('KNOWLEDGE_UNKNOWN_FIELD', yaml.file, line, `unknown field "${issue.keys.join('", "')}"`);
  }
  const code: ErrorCode =
    field.startsWith('reviewed') || field.startsWith('reviewBy') ? 'KNOWLEDGE_DATE' : 'KNOWLEDGE_FIELD';
  return createProblem(code, yaml.file, yaml.lineOf(issue.path), `"${field}": ${issue.message}`);
}

function offsetOf(doc: Document, path: readonly PropertyKey[]): number {
  for (let n = path.length; n >= 0; n--) {
    const node: unknown = n === 0 ? doc.contents : doc.getIn(path.slice(0, n), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

const firstSentence = (message: string) => message.split('\n')[0] ?? message;
