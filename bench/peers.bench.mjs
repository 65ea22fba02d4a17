// Our matcher and every peer on the public sets of a folder, each in a process of its own; writes the tables of README.md.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { machine, measureAll, saveFigures, writeTables } from './peers.mjs';

export const title = 'Public sets: our matcher and the peers of bench/package.json, with answers right in %';

/** Most seconds one peer may take for one set, training and queries together. */
const LIMIT_S = Number(process.env.BENCH_PEER_SECONDS ?? 60);
const DATA = process.env.KNEEBONE_BENCHMARKS ?? fileURLToPath(new URL('data', import.meta.url));

export async function run() {
  if (!existsSync(DATA))
    return [{ note: `skipped: no folder ${DATA}; set KNEEBONE_BENCHMARKS to one with public sets` }];
  const hasPeers = existsSync(fileURLToPath(new URL('node_modules', import.meta.url)));
  if (!hasPeers) console.log('peers are not installed: (cd bench && npm ci)');
  console.log(`${machine}; at most ${LIMIT_S} s for each peer and set`);
  const results = await measureAll({
    data: DATA,
    limit: LIMIT_S,
    save: saveFigures,
    ...(hasPeers ? {} : { peers: '-' }),
  });
  if (hasPeers) writeTables(results);
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
