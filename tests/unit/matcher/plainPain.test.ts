import { loadUsableKnowledge } from '../../../src/knowledge/loadUsableKnowledge.js';
import { createConceptFinder } from '../../../src/matcher/concepts.js';
import { isAboutElsewhere } from '../../../src/matcher/foreignWords.js';
import { isPlainPain } from '../../../src/matcher/plainPain.js';
import { readUtterance } from '../../../src/matcher/readUtterance.js';
import { createSpeller } from '../../../src/matcher/spelling.js';

const { concepts } = loadUsableKnowledge('knowledge');
const speller = createSpeller({ vocabulary: new Map(), isWord: () => true });
const read = (text: string) => readUtterance({ speller, finder: createConceptFinder(concepts) }, text);

describe('isPlainPain', () => {
  test.each([
    'my foot hurts since they fused my back',
    'hip pain following bunion surgery',
    'they replaced my knee in march and now my ankle is sore',
  ])('leaves nothing to look for in "%s"', (text) => {
    expect(isPlainPain(read(text))).toBe(true);
  });

  test.each([
    'my foot is numb since they fused my back',
    'since my hip replacement my knee is red and hot',
    'they replaced my knee and now I cannot move my foot',
    'hip surgery last week, my knee hurts and I have a fever',
    'after the hip op my calf aches',
    'my knee hurts since my knee surgery',
    'my knee hurts',
  ])('lets "%s" be looked at again', (text) => {
    expect(isPlainPain(read(text))).toBe(false);
  });
});

describe('isAboutElsewhere', () => {
  test.each(['my shoulder clicks', 'recovery after a hernia operation', 'my dog limps'])('is true of "%s"', (text) => {
    expect(isAboutElsewhere(read(text))).toBe(true);
  });

  test.each(['my knee and my shoulder hurt', 'does my psoas pull on my ribs', 'how long will it take'])(
    'is false of "%s"',
    (text) => {
      expect(isAboutElsewhere(read(text))).toBe(false);
    },
  );
});
