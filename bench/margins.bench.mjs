// The margins of `LEAST_MARGIN` in src/decide.ts, chosen by cross-validation over the examples in knowledge/ alone: which
// margin of the learned look, by what the rules say, costs least when a missed report weighs `MISS` false alarms.
import { fileURLToPath } from 'node:url';

export const title = 'Margins of the learned look, four-fold cross-validation over the examples in knowledge/';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const NEAR_MISSES = 'near-misses';
const FOLDS = 4;
/** Neighbours in a file were often written one after the other, so they stay together. */
const TOGETHER = 7;
/** A missed report weighs this many false alarms in look-alikes. */
const MISS = [0.6, 1, 1.5];
/** What people ask every day must alarm even less often than look-alikes that were written to be hard. */
const EVERYDAY = 2;
const STEP = 0.05;
const FURTHEST = 1.5;

const foldOf = (i) => Math.floor(i / TOGETHER) % FOLDS;

export async function run() {
  const { loadUsableLanguages } = await import('../dist/src/knowledge/loadUsableKnowledge.js');
  const languages = loadUsableLanguages(path('knowledge'));
  const rows = [];
  for (const knowledge of Object.values(languages)) rows.push(...(await runLanguage(knowledge)));
  return rows;
}

async function runLanguage(knowledge) {
  const { createReports, listReports } = await import('../dist/src/createDecider.js');
  const { createTriage } = await import('../dist/src/safety/triage.js');
  const { parseRedFlagRules } = await import('../dist/src/safety/parseRedFlagRules.js');
  const triage = createTriage(parseRedFlagRules(knowledge.redFlags, 'red-flags.yml').rules);
  const { reports } = listReports(knowledge);
  const near = knowledge.redFlagExamples.get(NEAR_MISSES) ?? [];
  const near_ = new Set(near);
  const everyday = listReports(knowledge).others.filter((text) => !near_.has(text));
  const judged = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const keep = (list) => list.filter((_, i) => foldOf(i) !== fold);
    const training = {
      reports: new Map([...reports].map(([entry, list]) => [entry, keep(list)])),
      others: [...keep(near), ...keep(everyday)],
    };
    const matcher = createReports(training, knowledge.language, triage);
    const judge = (list, kind) =>
      list.forEach((text, i) => {
        if (foldOf(i) === fold)
          judged.push({ kind, says: saysOf(triage.assess(text)), margin: matcher.measure(text)?.margin ?? -FURTHEST });
      });
    for (const list of reports.values()) judge(list, 'report');
    judge(near, 'near');
    judge(everyday, 'everyday');
  }
  return MISS.map((miss) => ({ language: knowledge.language, 'a miss weighs': miss, ...choose(judged, miss) }));
}

/** As `readRules` of src/decide.ts. */
const saysOf = (result) => (result.kind === 'none' && result.setAside ? 'setAside' : result.kind);

/** The cheapest margins, and what they find and falsely alarm at when chosen on one half and counted on the other. */
function choose(judged, miss) {
  const margins = {};
  const counted = { report: 0, near: 0, everyday: 0 };
  for (const says of ['redFlag', 'information', 'setAside', 'none']) {
    const group = judged.filter((j) => j.says === says);
    margins[says] = cheapest(group, miss);
    for (const half of [0, 1]) {
      const least = cheapest(
        group.filter((_, i) => (i >> 3) % 2 !== half),
        miss,
      );
      for (const { kind, margin } of group.filter((_, i) => (i >> 3) % 2 === half))
        if (margin >= least) counted[kind]++;
    }
  }
  const share = (kind) => counted[kind] / judged.filter((j) => j.kind === kind).length;
  return {
    ...margins,
    sensitivity: Number(share('report').toFixed(4)),
    'specificity in look-alikes': Number((1 - share('near')).toFixed(4)),
    'alarms in 1,000 everyday questions': Number((share('everyday') * 1000).toFixed(1)),
  };
}

function cheapest(group, miss) {
  let best = { cost: Infinity, margin: 0 };
  for (let margin = -FURTHEST; margin <= FURTHEST; margin += STEP) {
    const cost = group.reduce((sum, j) => sum + costOf(j, margin, miss), 0);
    if (cost < best.cost) best = { cost, margin };
  }
  return Number(best.margin.toFixed(2));
}

function costOf({ kind, margin }, least, miss) {
  if (kind === 'report') return margin < least ? miss : 0;
  return margin < least ? 0 : kind === 'everyday' ? EVERYDAY : 1;
}
