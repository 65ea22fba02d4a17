import { decodeText, escapeText, toMrkdwn } from '../../../../src/channels/slack/mrkdwn.js';

describe('decodeText', () => {
  test.each([
    ['<@UBOT> why?', 'why?'],
    ['<@UBOT|kneebone>: why?', ': why?'],
    ['why <@UBOT>\n<@UBOT> now', 'why \n now'],
    ['ask <@U2|ann> about it', 'ask @ann about it'],
    ['ask <@U2> about it', 'ask about it'],
    ['see <#C1|general>', 'see #general'],
    ['see <https://x.example/a?b=1&amp;c=2|this page> or <https://y.example>', 'see this page or https://y.example'],
    ['write <mailto:a@b.example|a@b.example> or <mailto:c@d.example>', 'write a@b.example or c@d.example'],
    ['<!here> <!subteam^S1|@nurses> <!date^1^{date}|on Monday>', '@nurses on Monday'],
    ['5 &lt; 7 &amp; 8 &gt; 6', '5 < 7 & 8 > 6'],
    ['&amp;lt;', '&lt;'],
    [':+1: and :thumbsdown::skin-tone-3:', '👍 and 👎'],
    ['', ''],
  ])('%s reads as %s', (raw, text) => {
    expect(decodeText(raw, 'UBOT').text).toBe(text);
  });

  test('tells whom a message is meant for', () => {
    const seen = ['<@UBOT> a', 'a <@UBOT>', '<@U2> a', 'a <@U2>']
      .map((t) => decodeText(t, 'UBOT'))
      .map((d) => [d.isMentioned, d.isForOther]);
    expect(seen).toEqual([
      [true, false],
      [true, false],
      [false, true],
      [false, false],
    ]);
  });

  test('never throws and keeps its pace on adversarial text', () => {
    for (const text of [
      '<'.repeat(50_000),
      '<@'.repeat(25_000),
      '<a|'.repeat(17_000),
      '&lt;'.repeat(12_500),
      ':+1:'.repeat(12_500),
    ])
      expect(typeof decodeText(text, 'UBOT').text).toBe('string');
  });
});

describe('toMrkdwn', () => {
  test.each([
    ['**bold** and _slanted_', '*bold* and _slanted_'],
    ['[a page](https://x.example/?a=1&b=2)', '<https://x.example/?a=1&amp;b=2|a page>'],
    ['[a trap](javascript:alert(1))', '[a trap](javascript:alert(1))'],
    ['1 < 2 & <!channel>', '1 &lt; 2 &amp; &lt;!channel&gt;'],
    ['a mark [1] stays', 'a mark [1] stays'],
  ])('%s becomes %s', (markdown, text) => {
    expect(toMrkdwn(markdown)).toBe(text);
  });
});

describe('escapeText', () => {
  test('leaves nothing that Slack would act on', () => {
    expect(escapeText('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;');
  });
});
