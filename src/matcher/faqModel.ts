import type { Vocabulary } from './vocabulary.js';

/** Everything that is learned from the knowledge. */
export interface FaqModel {
  readonly vocabulary: Vocabulary;
  /** A matcher's own bytes. */
  readonly matcher: Uint8Array;
}

const MARK = 'KBFM0001';
const HEAD_BYTES = MARK.length + 4;

interface VocabularyLists {
  readonly counts: readonly (readonly [string, number])[];
  readonly phrases: readonly string[];
  readonly aliases: readonly (readonly [string, string])[];
}

/** Packs a model: mark, length of the vocabulary's JSON, the JSON, the matcher's bytes. */
export function packModel({ vocabulary, matcher }: FaqModel): Uint8Array {
  const lists: VocabularyLists = {
    counts: [...vocabulary.counts],
    phrases: vocabulary.phrases,
    aliases: [...vocabulary.aliases],
  };
  const json = new TextEncoder().encode(JSON.stringify(lists));
  const out = new Uint8Array(HEAD_BYTES + json.length + matcher.length);
  out.set(new TextEncoder().encode(MARK));
  new DataView(out.buffer).setUint32(MARK.length, json.length, true);
  out.set(json, HEAD_BYTES);
  out.set(matcher, HEAD_BYTES + json.length);
  return out;
}

/** Unpacks what `packModel` gave; undefined for anything else. The matcher checks its own part. */
export function unpackModel(bytes: Uint8Array): FaqModel | undefined {
  const mark = new TextDecoder().decode(bytes.subarray(0, MARK.length));
  if (mark !== MARK || bytes.length < HEAD_BYTES) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MARK.length, true);
  try {
    // The mark says who wrote this; a damaged file fails to parse or leaves no maps to build.
    const lists = JSON.parse(
      new TextDecoder().decode(bytes.subarray(HEAD_BYTES, HEAD_BYTES + length)),
    ) as VocabularyLists;
    const vocabulary = { counts: new Map(lists.counts), phrases: lists.phrases, aliases: new Map(lists.aliases) };
    return { vocabulary, matcher: bytes.slice(HEAD_BYTES + length) };
  } catch {
    return undefined;
  }
}
