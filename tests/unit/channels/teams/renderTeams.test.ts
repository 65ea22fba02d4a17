import type { Activity } from 'botbuilder';
import { MAX_MESSAGE_BYTES, sizeOf } from '../../../../src/channels/teams/fitMessage.js';
import { createTeamsRenderer } from '../../../../src/channels/teams/renderTeams.js';
import type { Action, Reply } from '../../../../src/reply.js';
import { findElements, readMessages } from './readCard.js';
import { listReplies } from './sampleReplies.js';
import { knowledge } from './startTeams.js';

const options = { publicUrl: 'https://kneebone.example', knowledge: () => knowledge };
const render = createTeamsRenderer({ ...options, showsPresses: true });
const personal = { conversation: { id: 'a:1', isGroup: false, conversationType: 'personal', name: '' } };
const channel = { conversation: { id: '19:c;messageid=1', isGroup: true, conversationType: 'channel', name: '' } };

const paragraph = (text: string) => ({ kind: 'paragraph', text }) as const;
const action = (label: string): Action => ({ label, say: label });
const cardOf = (message: Partial<Activity> | undefined) => message?.attachments?.[0]?.content;
const bare = (text: string) =>
  text
    .replace(/[*_]|\[\d+\]|\s+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Everything a reply says, that a person must be able to read in any rendering. */
function contentOf(reply: Reply): string[] {
  return [
    ...(reply.alert ? [reply.alert.action, ...reply.alert.phones.map((p) => p.number)] : []),
    ...(reply.title ? [reply.title] : []),
    ...reply.blocks.flatMap((b) => (b.kind === 'paragraph' ? [b.text] : b.items)),
    ...(reply.cautions ?? []),
    ...(reply.hold ? [reply.hold.label] : []),
    ...(reply.picture ? [reply.picture.alt] : []),
    ...(reply.interest ? [reply.interest] : []),
    ...(reply.feedback ? [reply.feedback.question] : []),
    ...(reply.actions ?? []).map((a) => a.label),
  ];
}

describe('createTeamsRenderer', () => {
  const replies = listReplies();

  test.each([
    ['a personal chat', personal],
    ['a channel', channel],
  ])('says all of every entry and guide in %s', (_name, place) => {
    const missing = replies.flatMap(([name, reply]) => {
      const said = bare(readMessages(render(reply, place)).join(' '));
      return contentOf(reply)
        .filter((c) => !said.includes(bare(c)))
        .map((c) => `${name}: ${c}`);
    });
    expect(replies.length).toBeGreaterThan(200);
    expect(missing).toEqual([]);
  });

  test('names every source of every entry, as a citation or in the card', () => {
    const missing = replies.flatMap(([name, reply]) => {
      const [message] = render(reply, personal);
      const said = JSON.stringify([message?.entities ?? [], cardOf(message) ?? {}]);
      return (reply.sources ?? [])
        .filter((s) => !said.includes(JSON.stringify(s.title.slice(0, 75)).slice(1, -1)))
        .map((s) => `${name}: ${s.title}`);
    });
    expect(missing).toEqual([]);
  });

  test("stays within Teams' limits for every entry and guide", () => {
    const messages = replies.flatMap(([name, r]) =>
      [personal, channel].flatMap((p) => render(r, p).map((m) => ({ name, m }))),
    );
    for (const { name, m } of messages) {
      const card = cardOf(m);
      const submits = card ? findElements(card, 'Action.Submit') : [];
      expect([name, sizeOf(m) <= MAX_MESSAGE_BYTES]).toEqual([name, true]);
      expect([name, submits.length <= 6]).toEqual([name, true]);
      expect([name, (m.suggestedActions?.actions ?? []).length <= 3]).toEqual([name, true]);
      expect([name, Boolean(m.text && m.attachments)]).toEqual([name, false]);
    }
  });

  test('puts lists and steps into a card, because Teams on phones shows no lists in text', () => {
    const withLists = replies.filter(([, r]) => r.blocks.some((b) => b.kind !== 'paragraph'));
    expect(withLists.length).toBeGreaterThan(50);
    expect(withLists.filter(([, r]) => render(r, personal).some((m) => m.text))).toEqual([]);
  });

  test('says a short answer as text, with citations, thumbs and three suggestions', () => {
    const reply: Reply = {
      kind: 'answer',
      blocks: [paragraph('They share nerves.')],
      sources: [
        { number: 1, title: 'Referred pain', publisher: 'A journal', link: 'https://example.org/a', support: 'study' },
        { number: 2, title: 'A plan', publisher: 'A group', support: 'guideline' },
      ],
      actions: ['Tell me more', 'Why?', 'How?', 'When?'].map(action),
      feedback: { entry: 'why.x', question: 'Was this helpful?' },
    };
    const [message] = render(reply, personal);
    expect(message?.text).toBe('They share nerves. [1] [2]\n\nWas this helpful?\n\nYou can also type: “When?”');
    expect(message?.suggestedActions?.actions.map((a) => [a.type, a.value])).toEqual([
      ['imBack', 'Tell me more'],
      ['imBack', 'Why?'],
      ['imBack', 'How?'],
    ]);
    expect(message?.channelData).toEqual({ feedbackLoop: { type: 'default' } });
    expect(message?.entities).toEqual([
      {
        type: 'https://schema.org/Message',
        '@type': 'Message',
        '@context': 'https://schema.org',
        citation: [
          {
            '@type': 'Claim',
            position: 1,
            appearance: {
              '@type': 'DigitalDocument',
              name: 'Referred pain',
              url: 'https://example.org/a',
              abstract: 'A journal',
              keywords: ['Study'],
            },
          },
          {
            '@type': 'Claim',
            position: 2,
            appearance: { '@type': 'DigitalDocument', name: 'A plan', abstract: 'A group', keywords: ['Guideline'] },
          },
        ],
      },
    ]);
  });

  test('keeps citations within the lengths and the number that Teams takes', () => {
    const source = { title: 'T'.repeat(200), publisher: 'P'.repeat(300), support: 'study' };
    const sources = Array.from({ length: 30 }, (_, i) => ({ ...source, number: i + 1 }));
    const [message] = render({ kind: 'answer', blocks: [paragraph('Yes.')], sources }, personal);
    const citation = message?.entities?.[0]?.['citation'] as { appearance: { name: string; abstract: string } }[];
    expect(citation).toHaveLength(20);
    expect(citation[0]?.appearance.name).toHaveLength(80);
    expect(citation[0]?.appearance.abstract).toHaveLength(160);
    expect(message?.text).not.toContain('[21]');
  });

  test('shows buttons on a card where others read along, since suggested actions are not sure to show there', () => {
    const [message] = render(
      { kind: 'fallback', blocks: [paragraph('No answer.')], actions: [action('Help')] },
      channel,
    );
    expect(message?.suggestedActions).toBeUndefined();
    expect(cardOf(message).actions).toEqual([
      {
        type: 'Action.Submit',
        title: 'Help',
        data: { say: 'Help', msteams: { type: 'messageBack', displayText: 'Help', text: 'Help' } },
      },
    ]);
  });

  test('tells in words what does not fit on six buttons', () => {
    const actions = Array.from({ length: 9 }, (_, i) => action(`Option ${i + 1}`));
    const [message] = render({ kind: 'question', blocks: [paragraph('Which?')], actions }, personal);
    expect(findElements(cardOf(message), 'Action.Submit')).toHaveLength(6);
    expect(readMessages([message ?? {}])).toContain('You can also type: “Option 7”, “Option 8”, “Option 9”');
  });

  test('makes rows of all labels where a button would cut one, so that they keep their order', () => {
    const label = 'Why does one leg feel longer than the other after hip surgery?';
    const [message] = render(
      { kind: 'clarify', blocks: [paragraph('Which?')], actions: [action(label), action('Neither')] },
      channel,
    );
    const rows = findElements(cardOf(message), 'Container').filter((c) => 'selectAction' in c);
    expect(rows).toMatchObject([
      { selectAction: { title: label, data: { say: label } } },
      { selectAction: { title: 'Neither', data: { say: 'Neither' } } },
    ]);
    expect(cardOf(message).actions).toBeUndefined();
  });

  test('leaves out what the Agents Playground fails on', () => {
    const local = createTeamsRenderer({ ...options, showsPresses: false });
    const [message] = local(
      { kind: 'fallback', blocks: [paragraph('No answer.')], actions: [action('Help')] },
      channel,
    );
    expect(cardOf(message).actions).toEqual([{ type: 'Action.Submit', title: 'Help', data: { say: 'Help' } }]);
  });

  test('leads an alert with the action and its numbers', () => {
    const phones = [{ label: 'Emergency', number: '911' }];
    const reply: Reply = {
      kind: 'alert',
      alert: { level: 'emergency', action: 'Call 911 now.', phones },
      blocks: [paragraph('Wait.')],
    };
    const [message] = render(reply, personal);
    expect(cardOf(message).body[0]).toMatchObject({ type: 'Container', style: 'attention' });
    expect(readMessages([message ?? {}]).slice(0, 3)).toEqual(['Call 911 now.', 'Emergency', '911']);
    expect(message?.summary).toBe('Call 911 now.');
  });

  test('leads nobody to a shop, and keeps links to web pages only', () => {
    const links = replies.flatMap(([, r]) =>
      [...JSON.stringify(render(r, personal)).matchAll(/https?:\/\/[^\s"\\)]+/g)].map((m) => m[0]),
    );
    expect(links.filter((l) => /alethahealth|amazon/.test(l))).toEqual([]);
    const text = '[a](javascript:void) [b](https://example.org) [c](data:text/html,x) [d](tel:911)';
    const [message] = render({ kind: 'notice', blocks: [paragraph(text)] }, personal);
    expect(message?.text).toBe('a [b](https://example.org) c [d](tel:911)');
  });

  test('splits a reply that is too large, with steps that count on and buttons at the end', () => {
    const items = Array.from({ length: 60 }, (_, i) => `Step ${i + 1}: ${'rest and breathe '.repeat(120)}`);
    const messages = render(
      { kind: 'more', title: 'Long', blocks: [{ kind: 'steps', items }], actions: [action('Help')] },
      personal,
    );
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.every((m) => sizeOf(m) <= MAX_MESSAGE_BYTES)).toBe(true);
    expect(readMessages(messages)).toEqual(expect.arrayContaining(['**60.**']));
    expect(messages.map((m) => cardOf(m).actions?.length ?? 0)).toEqual([...messages.slice(1).map(() => 0), 1]);
  });
});
