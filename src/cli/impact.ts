import path from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../config.js';
import {
  compareDeciders,
  needsConsent,
  type Impact,
  type ImpactCase,
  type ImpactChange,
  type Treatment,
} from '../desk/impact.js';
import { loadEvaluationCases } from '../desk/impactCases.js';
import { readReviewItems } from '../desk/reviewQueue.js';
import { KneeboneError } from '../errors.js';
import { loadUsableKnowledge } from '../knowledge/loadUsableKnowledge.js';
import { loadDecider } from '../loadDecider.js';
import { createStore } from '../storage/createStore.js';
import { knowledgeDir } from './knowledgeDir.js';
import { findVersion, listKept } from './versions.js';

const MOST_SHOWN = 200;

/**
 * `kb impact [--base REV] [--json]`: what the knowledge in the folder changes for evaluation and earlier questions against
 * another version (a git revision, `HEAD` by default, or a kept version; without git the one kept last). 1 when a question is stolen or a red flag changes.
 */
export async function runImpact(args: string[]): Promise<number> {
  const at = args.indexOf('--base');
  const name = at < 0 ? undefined : args[at + 1];
  if (at >= 0 && name === undefined) throw new KneeboneError('CLI_USAGE', '--base needs a revision or a kept version');
  const cacheDir = path.join(readConfig(process.env).dataDir, 'cache');
  const [base, next] = [name === undefined ? findUsual() : findVersion(name), knowledgeDir()].map((dir) =>
    loadDecider(loadUsableKnowledge(dir), cacheDir),
  );
  if (!base || !next) return 1;
  const cases = [...loadEvaluationCases(path.resolve('tests/evaluation')), ...(await loadEarlier())];
  const impact = compareDeciders(base, next, cases);
  const versions = { base: base.knowledge.version, next: next.knowledge.version };
  const text = args.includes('--json')
    ? JSON.stringify({ ...versions, ...impact }, null, 2)
    : formatImpact(impact, versions);
  process.stdout.write(`${text}\n`);
  return impact.changes.some(needsConsent) ? 1 : 0;
}

/** What git has; without git the version that the server used last before the present one. */
function findUsual(): string {
  try {
    return findVersion('HEAD');
  } catch (error) {
    const present = loadUsableKnowledge(knowledgeDir()).version;
    const kept = listKept().find((c) => c.version !== present);
    if (kept) return kept.dir;
    throw error;
  }
}

/** Earlier questions, unless the server holds the store; then the desk shows them. */
async function loadEarlier(): Promise<ImpactCase[]> {
  try {
    const store = await createStore(readConfig(process.env), { log: pino({ level: 'silent' }) });
    const items = readReviewItems(await store.listRecords('review'));
    await store.close();
    return [...new Set(items.map((i) => i.text))].map((text) => ({ text, origin: 'earlier' }));
  } catch (error) {
    if (!(error instanceof KneeboneError)) throw error;
    process.stderr.write(`${error.code}: earlier questions are left out; the desk of the running server has them\n`);
    return [];
  }
}

function formatImpact({ cases, changes }: Impact, { base, next }: { base: string; next: string }): string {
  const count = (kind: ImpactChange['kind']) => changes.filter((c) => c.kind === kind).length;
  const judged = (verdict: string) => changes.filter((c) => c.verdict === verdict).length;
  return [
    `${base} -> ${next}: ${cases} questions, ${changes.length} treated differently`,
    `red flag ${count('redFlag')}, other entry ${count('answer')}, other band ${count('band')}; better ${judged('better')}, worse ${judged('worse')}`,
    ...changes.slice(0, MOST_SHOWN).map(formatChange),
    ...(changes.length > MOST_SHOWN ? [`… and ${changes.length - MOST_SHOWN} more; --json lists all`] : []),
  ].join('\n');
}

function formatChange({ text, before, after, kind, stolenBy, verdict, origin }: ImpactChange): string {
  const theft = stolenBy ? `  STOLEN by ${stolenBy} from ${before.entry ?? 'none'}` : '';
  const flag = kind === 'redFlag' ? '  RED FLAG' : '';
  const words = `${describe(before)} -> ${describe(after)}`;
  return `  ${words}${flag}${theft}${verdict ? `  ${verdict}` : ''}  (${origin}) ${text}`;
}

const describe = ({ band, entry }: Treatment) => (band === 'fallback' ? 'fallback' : `${band} ${entry ?? ''}`);
