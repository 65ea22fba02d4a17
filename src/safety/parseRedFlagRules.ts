import { LineCounter, parseDocument, type Document } from 'yaml';
import { allSteps, parsePattern, PatternError } from './pattern.js';
import { readingLanguageOf } from './readingLanguage.js';
import { fileSchema, type RedFlagFile, type RedFlagRules } from './redFlagRules.js';

/** One fault in the file: where, what was found, what to do. */
export interface RulesProblem {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly code: 'RED_FLAGS_YAML' | 'RED_FLAGS_FIELD' | 'RED_FLAGS_PATTERN' | 'RED_FLAGS_NAME' | 'RED_FLAGS_ORDER';
  readonly message: string;
}

export type ParsedRules = { readonly rules: RedFlagRules } | { readonly problems: readonly RulesProblem[] };

type Path = readonly (string | number)[];
type Report = (path: Path, code: RulesProblem['code'], message: string) => void;

const SECTIONS = ['cues', 'words', 'benign', 'places', 'findings'] as const;

/** Every list of patterns in the file, with its path and the name it goes by. */
export function listPatterns(file: RedFlagFile): { name: string; path: Path; patterns: readonly string[] }[] {
  const plain = SECTIONS.flatMap((section) =>
    Object.entries(file[section]).map(([name, patterns]) => ({ name, path: [section, name], patterns })),
  );
  const topics = Object.entries(file.topics).map(([name, { say }]) => ({
    name,
    path: ['topics', name, 'say'],
    patterns: say,
  }));
  const signs = Object.entries(file.signs).map(([name, { say }]) => ({
    name,
    path: ['signs', name, 'say'],
    patterns: say ?? [],
  }));
  return [...plain, ...topics, ...signs];
}

/** Line of the deepest part of `path` that stands in the file; a missing field is reported where it belongs. */
function lineOf(doc: Document, counter: LineCounter, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = doc.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return counter.linePos(Number(node.range[0])).line;
    }
  }
  return 1;
}

function referencesOf(pattern: string, file: RedFlagFile): string[] {
  return parsePattern(pattern, readingLanguageOf(file.language))
    .flatMap(allSteps)
    .flatMap((step) => (step.kind === 'concept' ? [step.name] : []));
}

function checkPatterns(file: RedFlagFile, report: Report): Map<string, Set<string>> {
  const references = new Map<string, Set<string>>();
  for (const { name, path, patterns } of listPatterns(file)) {
    if (references.has(name)) report(path, 'RED_FLAGS_NAME', `the name "${name}" is used twice; rename one`);
    const own = references.get(name) ?? new Set<string>();
    references.set(name, own);
    patterns.forEach((pattern, i) => {
      try {
        referencesOf(pattern, file).forEach((child) => own.add(child));
      } catch (error) {
        if (!(error instanceof PatternError)) throw error;
        report([...path, i], 'RED_FLAGS_PATTERN', `"${pattern}": ${error.message}`);
      }
    });
  }
  return references;
}

function checkReferences(
  file: RedFlagFile,
  references: ReadonlyMap<string, ReadonlySet<string>>,
  report: Report,
): void {
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    [...(references.get(from) ?? [])].some(
      (child) => child === to || (!seen.has(child) && reaches(child, to, seen.add(child))),
    );
  for (const { name, path } of listPatterns(file)) {
    for (const child of references.get(name) ?? []) {
      if (!references.has(child))
        report(path, 'RED_FLAGS_NAME', `{${child}} is not defined; define it or correct the name`);
    }
    if (reaches(name, name, new Set())) report(path, 'RED_FLAGS_NAME', `"${name}" refers to itself; break the circle`);
  }
}

function checkSigns(file: RedFlagFile, report: Report): void {
  for (const [name, { say, pairs }] of Object.entries(file.signs)) {
    if (!say && !pairs)
      report(['signs', name], 'RED_FLAGS_FIELD', `sign "${name}" has neither "say" nor "pairs"; add one`);
    pairs?.forEach((pair, i) => {
      const [places, findings] = readPair(pair);
      const unknown = [...places.filter((p) => !file.places[p]), ...findings.filter((f) => !file.findings[f])];
      if (unknown.length > 0)
        report(['signs', name, 'pairs', i], 'RED_FLAGS_NAME', `no place or finding "${unknown.join('", "')}"`);
    });
  }
}

function checkRules(file: RedFlagFile, report: Report): void {
  const seen = new Set<string>();
  file.rules.forEach((rule, i) => {
    if (seen.has(rule.id)) report(['rules', i, 'id'], 'RED_FLAGS_NAME', `rule "${rule.id}" stands twice; rename one`);
    seen.add(rule.id);
    const unknown = [...rule.when, ...(rule.unless ?? [])].flatMap(readAny).filter((sign) => !file.signs[sign]);
    if (unknown.length > 0)
      report(['rules', i], 'RED_FLAGS_NAME', `rule "${rule.id}" needs unknown signs: ${unknown.join(', ')}`);
    if ((file.rules[i - 1]?.tier ?? 1) > rule.tier) {
      report(
        ['rules', i, 'tier'],
        'RED_FLAGS_ORDER',
        `rule "${rule.id}" is more urgent than the one before; move it up`,
      );
    }
  });
  const used = new Set(file.rules.flatMap((rule) => [...rule.when, ...(rule.unless ?? [])].flatMap(readAny)));
  for (const sign of Object.keys(file.signs)) {
    if (!used.has(sign)) report(['signs', sign], 'RED_FLAGS_NAME', `no rule uses sign "${sign}"; use it or remove it`);
  }
}

/** The signs of one item of `when` or `unless`: any of them will do. */
export function readAny(item: string): string[] {
  return item.split('|').map((sign) => sign.trim());
}

/** `calf shin: swollen hot` as its places and its findings. */
export function readPair(pair: string): [places: string[], findings: string[]] {
  const [places = '', findings = ''] = pair.split(':');
  return [places.trim().split(/\s+/), findings.trim().split(/\s+/)];
}

function checkNames(file: RedFlagFile, report: Report): void {
  checkReferences(file, checkPatterns(file, report), report);
  checkSigns(file, report);
  checkRules(file, report);
}

/**
 * Reads the text of `red-flags.yml`. All problems come back at once, in the order of the file, each with its line;
 * `file` is the name they mention. Never throws on bad content.
 */
export function parseRedFlagRules(yamlText: string, file: string): ParsedRules {
  const counter = new LineCounter();
  const doc = parseDocument(yamlText, { lineCounter: counter });
  const problems: RulesProblem[] = doc.errors.map((error) => ({
    file,
    line: error.linePos?.[0].line ?? 1,
    code: 'RED_FLAGS_YAML',
    message: `${error.message.split('\n')[0] ?? error.code}; correct the YAML`,
  }));
  if (problems.length > 0) return { problems };
  const report: Report = (path, code, message) =>
    void problems.push({ file, line: lineOf(doc, counter, path), code, message });
  const parsed = fileSchema.safeParse(doc.toJS());
  if (parsed.success) checkNames(parsed.data, report);
  else
    for (const issue of parsed.error.issues)
      report(issue.path as Path, 'RED_FLAGS_FIELD', `${issue.path.join('.')}: ${issue.message}`); // YAML keys are never symbols
  if (!parsed.success || problems.length > 0) return { problems: problems.sort((a, b) => a.line - b.line) };
  return { rules: { kind: 'red-flag rules', ...parsed.data } };
}
