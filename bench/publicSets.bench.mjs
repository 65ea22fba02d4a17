// Our matcher and the peers on the public sets, when KNEEBONE_BENCHMARKS names their folder.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { measureAll } from './peers.mjs';

export const title =
  'Public sets (KNEEBONE_BENCHMARKS=<folder>), peers from bench/package.json if they are installed there';

export async function run() {
  const data = process.env.KNEEBONE_BENCHMARKS;
  if (!data) return [{ note: 'skipped: KNEEBONE_BENCHMARKS is not set' }];
  const hasPeers = existsSync(fileURLToPath(new URL('./node_modules', import.meta.url)));
  if (!hasPeers) console.log('peers are not installed: cd bench && npm ci');
  const results = await measureAll({ data, limit: 60, ...(hasPeers ? {} : { peers: '-' }) });
  return Object.entries(results).flatMap(([set, byName]) =>
    Object.entries(byName).map(([matcher, f]) => ({ set, matcher, ...(f.skipped ? { skipped: f.skipped } : show(f)) })),
  );
}

function show(f) {
  const percent = (value) => (value === null ? null : Number((value * 100).toFixed(2)));
  const ms = (value) => Number(value.toFixed(3));
  return {
    accuracy: percent(f.accuracy),
    'mrr@10': percent(f.mrr10),
    'in scope': percent(f.inScopeAccuracy),
    'oos recall': percent(f.outOfScopeRecall),
    auroc: percent(f.auroc),
    'train ms': Math.round(f.trainMs),
    p50: ms(f.p50),
    p99: ms(f.p99),
    ...(f.asked < f.rows ? { asked: f.asked } : {}),
  };
}
