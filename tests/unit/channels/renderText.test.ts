import { renderText } from '../../../src/channels/renderText.js';
import { paragraph, type Reply } from '../../../src/reply.js';
import { contentOf, expectInOrder, plain } from '../../contracts/replyContent.js';
import { listReplies } from './teams/sampleReplies.js';

const reply: Reply = {
  kind: 'answer',
  title: 'Ice',
  blocks: [
    paragraph('Cold can numb pain. [1]'),
    { kind: 'steps', items: ['Wrap it.', 'Wait.'] },
    { kind: 'list', items: ['a', 'b'] },
  ],
  cautions: ['Not on bare skin.'],
  sources: [{ number: 1, title: 'Cold', publisher: 'Journal', link: 'https://example.org', support: 'study' }],
  feedback: { entry: 'relief.ice-heat', question: 'Was this helpful?' },
};

describe('renderText', () => {
  test('says everything of a reply in its order', () => {
    expect(renderText(reply)).toBe(
      '**Ice**\n\nCold can numb pain. [1]\n\n1. Wrap it.\n2. Wait.\n\n- a\n- b\n\n⚠ Not on bare skin.\n\n' +
        'Sources:\n[1] [Cold](https://example.org), Journal\n\nWas this helpful?',
    );
  });

  test('says all of every entry and guide, in its order', () => {
    for (const [name, sample] of listReplies()) {
      const lines = renderText(sample)
        .split('\n')
        .map((line) => plain(line.replace(/^(-|\d+\.) /, '')));
      expectInOrder(lines.join('\n'), contentOf(sample), name);
    }
  });

  test('asks whether it helped only where a typed answer is understood', () => {
    const withButtons = { ...reply, feedback: { entry: 'x', question: 'Was this helpful?', needsButtons: true } };
    expect(renderText(withButtons)).not.toContain('helpful');
  });
});
