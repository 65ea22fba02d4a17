import { composeAlert } from '../../../../dialogs/composeAlert.js';
import { composeAnswer, composeMore } from '../../../../dialogs/composeAnswer.js';
import {
  composeClosed,
  composeList,
  composeOpening,
  composeStep,
  composeWhich,
} from '../../../../dialogs/composeGuide.js';
import type { OpenGate } from '../../../../dialogs/guideGate.js';
import { withFeedback } from '../../../../dialogs/feedback.js';
import { createMemory } from '../../../../dialogs/memory.js';
import type { Turn } from '../../../../dialogs/turn.js';
import { renderMessages } from '../../../../src/channels/slack/renderSlack.js';
import type { Reply } from '../../../../src/reply.js';
import { contentOf, expectInOrder } from '../../../contracts/replyContent.js';
import { findOverruns, readBlocks } from './readBlocks.js';
import { knowledge } from './startSlack.js';

const turn = { knowledge, region: 'unknown', memory: createMemory(), contact: {} } as unknown as Turn; // what composing reads
const wording = () => knowledge;
const inWords = { wording, pictureUrl: () => undefined };
const withPictures = { wording, pictureUrl: (id: string) => `https://chat.example/pictures/${id}.png` };

const entries = [...knowledge.entries.values()];
const answers: [string, Reply][] = entries.flatMap((e) => [
  [`${e.id} short`, composeAnswer(turn, e)],
  [`${e.id} full`, withFeedback(turn, composeMore(turn, e), e.id)],
]);
const alerts: [string, Reply][] = entries
  .filter((e) => e.kind === 'red-flag')
  .flatMap((e) =>
    ([1, 2] as const).map((tier): [string, Reply] => [`${e.id} ${tier}`, composeAlert(turn, { entry: e.id, tier })]),
  );
const guides: [string, Reply][] = [...knowledge.guides.values()].flatMap((guide): [string, Reply][] => [
  [`${guide.id} opening`, composeOpening(turn, guide, false)],
  [`${guide.id} list`, composeList(turn, guide, 'again')],
  [`${guide.id} which`, composeWhich(turn, guide, false)],
  ...guide.gate.map((q): [string, Reply] => [`${guide.id} closed ${q.id}`, composeClosed(turn, guide, q)]),
  // The gate is opened by its dialog only; drawing a step needs no more than the guide.
  ...guide.steps.map((_, i): [string, Reply] => [`${guide.id} step ${i}`, composeStep(turn, { guide } as OpenGate, i)]),
]);
const all = [...answers, ...alerts, ...guides];

/** What Slack shows beyond the content that every channel shows. */
function slackContentOf(reply: Reply): string[] {
  const phones = reply.alert?.phones.map((p) => `${p.label}: ${p.number}`) ?? [];
  const sources = (reply.sources ?? []).map(
    (s) => `[${s.number}] ${s.title}${s.link ? ` (${s.link})` : ''}, ${s.publisher}`,
  );
  return [...phones, ...sources];
}

describe('renderMessages', () => {
  test.each(all)('%s reads back to the same content', (_id, reply) => {
    const shown = readBlocks(renderMessages(reply, inWords));
    expectInOrder(shown, contentOf(reply));
    expectInOrder(shown, slackContentOf(reply));
    for (const a of reply.actions ?? []) expect(shown).toContain(a.label);
    for (const a of reply.actions ?? []) expect(shown).toContain(`[${a.say}]`);
    if (reply.feedback) expect(shown).toContain(reply.feedback.question);
  });

  test('the text of every message says all that its blocks say', () => {
    for (const [, reply] of all) {
      const text = renderMessages(reply, inWords)
        .map((m) => m.text)
        .join('\n')
        .replace(/[*_]/g, '');
      for (const a of reply.actions ?? []) expect(text).toContain(a.label.replaceAll('&', '&amp;'));
      for (const b of reply.blocks)
        if (b.kind === 'paragraph' && !/[<>&*_[]/.test(b.text)) expect(text).toContain(b.text);
    }
  });

  test('every reply stays within the limits, in one message', () => {
    const over = all.flatMap(([id, reply]) => {
      const messages = renderMessages(reply, withPictures);
      return [...messages.flatMap(findOverruns), ...(messages.length > 1 ? ['several messages'] : [])].map(
        (o) => `${id}: ${o}`,
      );
    });
    expect(over).toEqual([]);
  });

  test('a reply far beyond the limits becomes several messages within them, and loses nothing', () => {
    const items = Array.from({ length: 130 }, (_, i) => `Item ${i} ${'word & '.repeat(12)}end.`);
    const actions = Array.from({ length: 60 }, (_, i) => ({
      label: `Choice ${i} ${i % 3 ? '' : 'with a label that is rather long for a button'}`.trim(),
      say: `s${i}`,
    }));
    const reply: Reply = {
      kind: 'answer',
      title: 'T'.repeat(400),
      blocks: [
        { kind: 'paragraph', text: 'A sentence & more. '.repeat(500).trim() },
        { kind: 'steps', items },
      ],
      actions,
    };
    const messages = renderMessages(reply, inWords);
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.flatMap(findOverruns)).toEqual([]);
    const shown = readBlocks(messages);
    expect(shown.match(/A sentence & more\./g)).toHaveLength(500);
    expectInOrder(shown, items);
    for (const a of actions) expect(shown).toContain(a.label);
  });

  test('numbers of steps go on over the blocks of a long list', () => {
    const reply: Reply = {
      kind: 'answer',
      blocks: [{ kind: 'steps', items: Array.from({ length: 12 }, (_, i) => `do ${i}`) }],
    };
    const [message] = renderMessages(reply, inWords);
    expect(message?.blocks[1]).toMatchObject({ elements: [{ style: 'ordered', offset: 10 }] });
    expect(message?.text).toContain('12. do 11');
  });

  test('short labels are buttons, the fifth and later ones a menu; long labels stand beside their button', () => {
    const actions = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Is this one longer than a phone shows?'].map(
      (label) => ({ label, say: label }),
    );
    const [message] = renderMessages({ kind: 'answer', blocks: [], actions }, inWords);
    expect(message?.blocks.map((b) => b.type)).toEqual(['actions', 'section']);
    expect(message?.blocks[1]).toMatchObject({
      accessory: { text: { text: 'Ask' }, accessibility_label: 'Ask: Is this one longer than a phone shows?' },
    });
    expect(message?.blocks[0]).toMatchObject({
      elements: [{}, {}, {}, {}, { type: 'overflow', options: [{ value: 'Five' }, { value: 'Six' }] }],
    });
  });

  test('a picture is shown where Slack can fetch it, and told where it cannot', () => {
    const reply: Reply = {
      kind: 'answer',
      blocks: [],
      picture: { id: 'legs-up', title: 'Legs up', alt: 'A person lies down.' },
    };
    expect(renderMessages(reply, withPictures)[0]?.blocks[0]).toMatchObject({
      type: 'image',
      image_url: 'https://chat.example/pictures/legs-up.png',
      alt_text: 'A person lies down.',
    });
    expect(readBlocks(renderMessages(reply, inWords))).toBe('Picture: Legs up. A person lies down.');
  });

  test('feedback is asked with Slack’s own buttons, named for screen readers', () => {
    const [message] = renderMessages(
      { kind: 'answer', blocks: [], feedback: { entry: 'why.x', question: 'Helpful?' } },
      inWords,
    );
    expect(message?.blocks.at(-1)).toMatchObject({
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          positive_button: { value: '+why.x', accessibility_label: 'This answer helped me' },
        },
      ],
    });
  });

  test('nothing in a reply becomes a live mention, a date or a link that cannot be opened', () => {
    const words = [
      '<!channel>',
      '<@U123>',
      '<#C1|general>',
      '&lt;!here&gt;',
      '[x](javascript:alert(1))',
      '[y](https://a.example/?a=1&b=<c>|d)',
      '<script>',
      '**b**',
      '_i_',
      '<!date^1^x|y>',
      '`code`',
      '\\<',
      'https://bare.example',
      '|',
      '>',
    ];
    let seed = 7;
    const next = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
    for (let i = 0; i < 5000; i++) {
      const text = Array.from({ length: 1 + next(6) }, () => words[next(words.length)]).join(next(2) ? ' ' : '');
      const reply: Reply = {
        kind: 'answer',
        title: text,
        blocks: [
          { kind: 'paragraph', text },
          { kind: 'list', items: [text] },
        ],
        cautions: [text],
        interest: text,
        sources: [{ number: 1, title: text, publisher: text, link: text, support: '' }],
        actions: [{ label: text, say: text }],
      };
      for (const message of renderMessages(reply, inWords)) expect(liveMarkup(message)).toEqual([]);
    }
  });
});

/** Whatever Slack would act on, other than a link to http, https or mailto. */
function liveMarkup(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(liveMarkup);
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Record<string, unknown>; // looked at as JSON
  const isMarkup = fields['type'] === 'mrkdwn' || 'blocks' in fields;
  const own = isMarkup ? [...String(fields['text']).matchAll(/<([^>]*)>?/g)].map((m) => m[1] ?? '') : [];
  const links = 'url' in fields ? [String(fields['url'])] : [];
  const bad = [...own, ...links].filter((target) => !/^(https?:\/\/|mailto:)/i.test(target));
  const isMention = ['user', 'channel', 'usergroup', 'broadcast', 'date'].includes(String(fields['type']));
  return [...bad, ...(isMention ? [String(fields['type'])] : []), ...Object.values(fields).flatMap(liveMarkup)];
}
