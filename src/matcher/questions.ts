import { foldText, tokenize } from '../text.js';
import { ENGLISH_SENTENCES, type Sentence, type SentenceReader } from './sentences.js';

/** More questions than this in one message are read as a story. */
const MAX_QUESTIONS = 3;
/** A question has at least this many words; below it a part belongs to its neighbour ("how long and how often"). */
const LEAST_WORDS = 3;

/**
 * The questions of one message, in order, each with the statements that lead up to it. A message that asks one thing, or
 * nothing, comes back whole; stock phrases ("is that normal?") never stand alone.
 */
export function splitQuestions(text: string, reader: SentenceReader = ENGLISH_SENTENCES): string[] {
  const parts = reader.list(text).flatMap((sentence) => splitSentence(sentence, reader));
  const groups: string[][] = [[]];
  let asked = 0;
  for (const part of parts) {
    const isNew = part.asks === 'yes' && part.words.length >= LEAST_WORDS;
    if (isNew && asked > 0 && groups.at(-1)?.some((t) => isOwnQuestion(t, reader))) groups.push([]);
    if (isNew) asked += 1;
    groups.at(-1)?.push(part.text);
  }
  if (asked < 2 || asked > MAX_QUESTIONS) return [text];
  return groups.map((g) => g.join(' '));
}

function isOwnQuestion(text: string, reader: SentenceReader): boolean {
  const { asks, words } = reader.read(text);
  return asks === 'yes' && words.length >= LEAST_WORDS;
}

/** Splits "why does my hip hurt and what can I do about it?" where the second half asks by itself. */
function splitSentence(sentence: Sentence, reader: SentenceReader): Sentence[] {
  if (sentence.asks !== 'yes') return [sentence];
  const folded = foldText(sentence.text);
  // Positions in the folded text are positions in the typed one only while folding changes no length.
  if (folded.length !== sentence.text.length) return [sentence];
  const tokens = tokenize(folded);
  const words = tokens.map((t) => t.text);
  let from = 0;
  const out: Sentence[] = [];
  for (let i = LEAST_WORDS; i < words.length; i++) {
    const token = tokens[i];
    if (!token || !reader.isJoint(words, i) || i - from < LEAST_WORDS) continue;
    const left = sentence.text.slice(tokens[from]?.start ?? 0, token.start).trim();
    if (reader.read(left).asks === 'no' || !reader.starts(words, i) || words.length - i < LEAST_WORDS) continue;
    out.push(reader.read(left));
    from = i;
  }
  if (out.length === 0) return [sentence];
  return [...out, reader.read(sentence.text.slice(tokens[from]?.start ?? 0).trim())];
}

export interface AskingSentence {
  /** The sentence that asks; the whole text where none stands out. */
  readonly asking: string;
  /** The rest, in order; empty where `asking` is the whole. */
  readonly background: string;
}

/** Texts of up to this many words are asked as a whole. */
const SHORT_STORY = 14;

/**
 * Finds the sentence that asks in a long story: one with a question mark or a question's opening, the last such one
 * unless an earlier one is marked ("so my question is"). The background keeps everything else for the roles.
 */
export function findAskingSentence(text: string, reader: SentenceReader = ENGLISH_SENTENCES): AskingSentence {
  const sentences = reader.list(text);
  const count = sentences.reduce((n, s) => n + s.words.length, 0);
  if (sentences.length < 2 || count <= SHORT_STORY) return { asking: text, background: '' };
  const ranked = sentences.map((s, i) => ({ i, points: pointsOf(s, i, sentences.length, reader) }));
  const best = ranked.reduce((a, b) => (b.points > a.points ? b : a));
  if (best.points < LEAST_POINTS) return { asking: text, background: '' };
  const background = sentences.filter((_, i) => i !== best.i).map((s) => s.text);
  return { asking: sentences[best.i]?.text ?? text, background: background.join(' ') };
}

const LEAST_POINTS = 2;

function pointsOf(sentence: Sentence, place: number, count: number, reader: SentenceReader): number {
  const said = sentence.words.join(' ');
  let points = sentence.asks === 'yes' ? 3 : sentence.asks === 'stock' ? 1 : 0;
  if (points > 0 && reader.marked.test(said)) points += 2;
  if (points > 0 && reader.starts(sentence.words)) points += 1;
  if (points > 0 && place === count - 1) points += 0.5;
  if (points > 0 && place === 0) points += 0.25;
  // A question that says what it is about beats "why would that happen?".
  return points + Math.min(1, sentence.words.length / 12);
}
