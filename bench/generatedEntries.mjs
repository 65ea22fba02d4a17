// Entries with made-up words, to see how times grow with their number. The same seed gives the same entries.

const OPENINGS = [
  'how do i',
  'what is',
  'why does',
  'can you tell me about',
  'is it normal that',
  'i need help with',
  'when should i',
  'where is',
];
const ENDINGS = ['', 'please', 'after my operation', 'again', 'on my own', 'this week'];
const SYLLABLES =
  'ba be bo ca ce co da de do fa fe fi ga go ha he hi ka ki la le li lo ma me mi mo na ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi wa wi za zo'.split(
    ' ',
  );
const PER_ENTRY = 6;

export function generateEntries(count, seed = 1) {
  const random = createRandom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  // The number of different words grows slower than the text, as in any language (Heaps' law).
  const words = Array.from({ length: Math.round(60 * count ** 0.6) }, () =>
    Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(SYLLABLES)).join(''),
  );
  // A few words are common and most are rare.
  const word = () => words[Math.floor(words.length * random() ** 2)];
  const entries = Array.from({ length: count }, (_, i) => ({
    intent: `entry${i}`,
    topic: [word(), word(), word(), word()],
  }));
  const say = (topic) => {
    const used = topic.filter(() => random() < 0.8);
    return `${pick(OPENINGS)} ${used.join(' ')} ${word()} ${pick(ENDINGS)}`.trim();
  };
  const rows = (n) =>
    entries.flatMap(({ intent, topic }) => Array.from({ length: n }, () => ({ text: say(topic), intent })));
  return { train: rows(PER_ENTRY), test: rows(1).slice(0, 2000) };
}

function createRandom(seed) {
  let s = seed >>> 0;
  return () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
