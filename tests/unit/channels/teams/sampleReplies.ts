import { composeAlert } from '../../../../dialogs/composeAlert.js';
import { composeAnswer, composeMore } from '../../../../dialogs/composeAnswer.js';
import { composeChoice, composeList, composeOpening, composeWhich } from '../../../../dialogs/composeGuide.js';
import { createMemory } from '../../../../dialogs/memory.js';
import type { Turn } from '../../../../dialogs/turn.js';
import type { Decided } from '../../../../src/decide.js';
import type { AnswerParser } from '../../../../src/language/answerParser.js';
import type { Reply } from '../../../../src/reply.js';
import { knowledge } from './startTeams.js';

/** A turn in which nothing is told. */
export function createTurn(): Turn {
  return {
    utterance: '',
    decided: {} as Decided, // composing reads neither
    offer: undefined,
    answers: {} as AnswerParser,
    knowledge,
    region: 'unknown',
    contact: { name: '', url: '', phone: '' },
    retentionDays: 30,
    channelId: 'msteams',
    now: new Date('2026-11-23T09:00:00Z'),
    memory: createMemory(),
    report: { decision: 'dialog', intent: null, redFlag: null },
    canLeave: true,
    outbox: [],
    effects: [],
  };
}

/** What the bot can say about every entry and at the start of every guide, by name. */
export function listReplies(): [name: string, reply: Reply][] {
  const turn = createTurn();
  const entries = [...knowledge.entries.values()].flatMap((entry): [string, Reply][] => [
    [
      `answer ${entry.id}`,
      { ...composeAnswer(turn, entry), feedback: { entry: entry.id, question: 'Was this helpful?' } },
    ],
    [`more ${entry.id}`, composeMore(turn, entry)],
    ...(entry.id.startsWith('safety.')
      ? [[`alert ${entry.id}`, composeAlert(turn, { entry: entry.id, tier: 1 })] as [string, Reply]]
      : []),
  ]);
  const guides = [...knowledge.guides.values()].flatMap((guide): [string, Reply][] => [
    [`opening ${guide.id}`, composeOpening(turn, guide, false)],
    [`questions ${guide.id}`, composeList(turn, guide, 'again')],
    [`which ${guide.id}`, composeWhich(turn, guide, false)],
    ...guide.steps.map((step, i): [string, Reply] => [
      `step ${guide.id} ${i + 1}`,
      {
        kind: 'step',
        title: `Step ${i + 1}`,
        blocks: [{ kind: 'paragraph', text: step.text.replace(/\s*\[\^[\w-]+\]/g, '') }],
        cautions: [guide.stopRule.replace(/\s*\[\^[\w-]+\]/g, '')],
        ...(step.holdSeconds && { hold: { seconds: step.holdSeconds, label: `Hold for ${step.holdSeconds} seconds` } }),
      },
    ]),
  ]);
  return [...entries, ...guides, ['choice of guides', composeChoice(turn, false)]];
}
