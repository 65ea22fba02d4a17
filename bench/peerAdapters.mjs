// One adapter per peer: `load(rows)` trains or indexes rows of {text, intent, answer?} and gives rank(text), the intents
// best first with scores. Settings are the packages' defaults unless a comment says otherwise.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Intents of documents in the order given, each once, with its best score. */
function toIntents(hits) {
  const seen = new Map();
  for (const { intent, score } of hits) if (!seen.has(intent)) seen.set(intent, score);
  return [...seen].map(([intent, score]) => ({ intent, score }));
}

const textOf = (row) => (row.answer ? `${row.text}\n${row.answer}` : row.text);

export const PEERS = {
  'node-nlp': async (rows) => {
    const { NlpManager } = require('node-nlp');
    const manager = new NlpManager({ languages: ['en'], forceNER: false, autoSave: false, nlu: { log: false } });
    for (const row of rows) manager.addDocument('en', row.text, row.intent);
    await manager.train();
    return async (text) =>
      (await manager.process('en', text)).classifications.map(({ intent, score }) => ({ intent, score }));
  },
  '@nlpjs/nlu': async (rows) => {
    const { containerBootstrap } = require('@nlpjs/core');
    const { NluNeural } = require('@nlpjs/nlu');
    const { LangEn } = require('@nlpjs/lang-en');
    const container = await containerBootstrap();
    container.use(LangEn);
    const nlu = new NluNeural({ container, locale: 'en', log: false });
    await nlu.train(rows.map(({ text, intent }) => ({ utterance: text, intent })));
    return async (text) => (await nlu.process(text)).classifications.map(({ intent, score }) => ({ intent, score }));
  },
  'wink-naive-bayes': async (rows) => {
    const classifier = require('wink-naive-bayes-text-classifier')();
    const { string, tokens } = require('wink-nlp-utils');
    const prepare = [string.tokenize, tokens.stem];
    classifier.definePrepTasks([string.lowerCase, ...prepare]);
    classifier.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 });
    for (const row of rows) classifier.learn(textOf(row), row.intent);
    classifier.consolidate();
    return (text) => classifier.computeOdds(text).map(([intent, score]) => ({ intent, score }));
  },
  'natural, Bayes': async (rows) => loadNatural(rows, 'BayesClassifier'),
  'natural, logistic regression': async (rows) => loadNatural(rows, 'LogisticRegressionClassifier'),
  'wink-bm25': async (rows) => {
    const engine = require('wink-bm25-text-search')();
    const { string, tokens } = require('wink-nlp-utils');
    engine.defineConfig({ fldWeights: { text: 1 } });
    engine.definePrepTasks([string.lowerCase, string.tokenize0, tokens.stem, tokens.propagateNegations]);
    rows.forEach((row, id) => engine.addDoc({ text: textOf(row) }, id));
    engine.consolidate();
    return (text) =>
      toIntents(engine.search(text, 50).map(([id, score]) => ({ intent: rows[Number(id)].intent, score })));
  },
  minisearch: async (rows) => loadMiniSearch(rows, {}),
  'minisearch, prefix and fuzzy 0.2': async (rows) => loadMiniSearch(rows, { prefix: true, fuzzy: 0.2 }),
  lunr: async (rows) => {
    const lunr = require('lunr');
    const index = lunr(function build() {
      this.ref('id');
      this.field('text');
      rows.forEach((row, id) => this.add({ id, text: textOf(row) }));
    });
    // Characters of its query language would throw.
    const plain = (text) => text.replace(/[~^:*+-]/g, ' ');
    return (text) =>
      toIntents(index.search(plain(text)).map((hit) => ({ intent: rows[Number(hit.ref)].intent, score: hit.score })));
  },
  'flexsearch, suggest': async (rows) => {
    const { Index } = require('flexsearch');
    const index = new Index({ tokenize: 'strict' });
    rows.forEach((row, id) => index.add(id, textOf(row)));
    // It gives an order without scores, so it cannot decline anything.
    return (text) =>
      toIntents(index.search(text, { suggest: true, limit: 50 }).map((id) => ({ intent: rows[id].intent, score: 0 })));
  },
  orama: async (rows) => {
    const { create, insertMultiple, search } = await import('@orama/orama');
    const db = create({ schema: { text: 'string' } });
    await insertMultiple(
      db,
      rows.map((row, id) => ({ id: String(id), text: textOf(row) })),
      1000,
    );
    return async (text) =>
      toIntents(
        (await search(db, { term: text, limit: 50 })).hits.map((hit) => ({
          intent: rows[Number(hit.id)].intent,
          score: hit.score,
        })),
      );
  },
  'fuse.js': async (rows) => {
    const { default: Fuse } = await import('fuse.js');
    // Its default looks for the whole utterance in one piece near the start; these two settings are its advice for texts.
    const fuse = new Fuse(rows.map(textOf), { includeScore: true, ignoreLocation: true, threshold: 1 });
    return (text) =>
      toIntents(
        fuse.search(text, { limit: 50 }).map((hit) => ({ intent: rows[hit.refIndex].intent, score: 1 - hit.score })),
      );
  },
};

function loadNatural(rows, kind) {
  const classifier = new (require('natural')[kind])();
  for (const row of rows) classifier.addDocument(textOf(row), row.intent);
  classifier.train();
  return (text) => classifier.getClassifications(text).map(({ label, value }) => ({ intent: label, score: value }));
}

function loadMiniSearch(rows, options) {
  const MiniSearch = require('minisearch');
  const index = new MiniSearch({ fields: ['text'], searchOptions: options });
  index.addAll(rows.map((row, id) => ({ id, text: textOf(row) })));
  return (text) => toIntents(index.search(text).map((hit) => ({ intent: rows[hit.id].intent, score: hit.score })));
}
