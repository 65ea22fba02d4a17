import { findAskingSentence, splitQuestions } from '../../../src/matcher/questions.js';

describe('splitQuestions', () => {
  test.each([
    ['Why does my hip hurt? And can I drive yet?', ['Why does my hip hurt?', 'And can I drive yet?']],
    ['why does my hip hurt and what can I do about it?', ['why does my hip hurt', 'and what can I do about it?']],
    ['Is yoga ok, and also should I use ice or heat?', ['Is yoga ok,', 'and also should I use ice or heat?']],
    ['1. What is the iliacus? 2. How do I stretch it?', ['What is the iliacus?', 'How do I stretch it?']],
    [
      'what about pain medicine plus how long until i can drive',
      ['what about pain medicine', 'plus how long until i can drive'],
    ],
  ])('splits "%s"', (text, parts) => {
    expect(splitQuestions(text)).toEqual(parts);
  });

  test('keeps what was told with the question that follows', () => {
    expect(splitQuestions('I had knee surgery in May. Why does my hip hurt? And can I drive yet?')).toEqual([
      'I had knee surgery in May. Why does my hip hurt?',
      'And can I drive yet?',
    ]);
  });

  test.each([
    'how long and how often should i press',
    'how and why does the pelvis tilt',
    'should i use ice or heat',
    'Is it sciatica or is it my hip?',
    'why do i limp and my back hurts',
    'why does my knee hurt? is that normal?',
    'My hip hurts. Any ideas?',
    'What bothers me is my knee. When I sit it hurts.',
    'hip replacement knee pain',
    '',
  ])('keeps "%s" whole', (text) => {
    expect(splitQuestions(text)).toEqual([text]);
  });

  test('reads more than three questions as one story', () => {
    const text = 'Can I walk far? Can I drive home? Can I swim now? Can I fly abroad?';
    expect(splitQuestions(text)).toEqual([text]);
  });
});

describe('findAskingSentence', () => {
  test('finds the question at the end of a story', () => {
    const found = findAskingSentence(
      'I farm sheep and had my hip replaced in October. The hip is grand. But the knee hurts on every gate. Why would a knee start up after hip surgery?',
    );
    expect(found.asking).toBe('Why would a knee start up after hip surgery?');
    expect(found.background).toContain('my hip replaced in October');
  });

  test('finds the question at the beginning', () => {
    const found = findAskingSentence(
      'Why is my hip clicking? I only ask because my husband hears it across the room. It does not hurt at all and I walk every day.',
    );
    expect(found.asking).toBe('Why is my hip clicking?');
  });

  test('prefers the sentence that names the question over a stock phrase', () => {
    const found = findAskingSentence(
      'My mum had her knee done and she limps around the house. I wonder why her hip hurts since then. She is seventy and lives alone. Any ideas?',
    );
    expect(found.asking).toBe('I wonder why her hip hurts since then.');
  });

  test.each(['my hip hurts', 'I had surgery. My hip hurts.', ''])('takes the short "%s" whole', (text) => {
    expect(findAskingSentence(text)).toEqual({ asking: text, background: '' });
  });

  test('takes a story without a question whole', () => {
    const text =
      'The hip is new and the knee complains. I walk the dog every morning and rest in the afternoon. It is what it is.';
    expect(findAskingSentence(text)).toEqual({ asking: text, background: '' });
  });

  test('ends sentences neither at abbreviations nor at numbers', () => {
    const found = findAskingSentence(
      'Dr. Smith replaced my knee 2.5 months ago and it bends to approx. 120 degrees these days. How long until I can kneel in the garden?',
    );
    expect(found.background).toBe(
      'Dr. Smith replaced my knee 2.5 months ago and it bends to approx. 120 degrees these days.',
    );
  });
});
