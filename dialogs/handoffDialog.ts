import { z } from 'zod';
import { parseYesNo } from '../src/language/parseYesNo.js';
import { paragraph, type Reply } from '../src/reply.js';
import { contactName, describeContact } from './composePerson.js';
import { DIALOG_IDS } from './dialogIds.js';
import { describeTold } from './factWords.js';
import { TalkDialog, type Step, type TalkState } from './talkDialog.js';
import type { HandoffSummary, Turn } from './turn.js';
import { commandButton, commandOf, fill, nextOf, speak, titleButtons } from './wording.js';

const stateSchema = z.object({ version: z.literal(1), asides: z.number(), misses: z.number() });

/** Shows what would be sent to a human, and sends it only after a plain yes. */
export class HandoffDialog extends TalkDialog<TalkState> {
  constructor() {
    super(DIALOG_IDS.handoff);
  }

  protected override start(turn: Turn): Step<TalkState> {
    const items = describeSummary(turn);
    if (!turn.handoff || items.length === 0) {
      const nothing = turn.handoff ? turn.knowledge.replies.handoffNothing : undefined;
      return {
        kind: 'end',
        replies: [speak('answer', [describeContact(turn), nothing], titleButtons(turn, ['safety.see-a-doctor']))],
      };
    }
    return {
      kind: 'wait',
      state: { version: 1, asides: 0, misses: 0 },
      replies: [review(turn, describeContact(turn))],
    };
  }

  protected override async hear(turn: Turn): Promise<Step<TalkState>> {
    const { replies } = turn.knowledge;
    const command = commandOf(turn, ['send', 'dontSend', 'skip', 'notSure']);
    const yesNo = parseYesNo(turn.utterance, turn.knowledge.language);
    if (!command && !yesNo) return { kind: 'unknown' };
    const isYes = command === 'send' || (!command && yesNo === 'yes');
    if (!isYes) return { kind: 'end', replies: [speak('notice', [replies.handoffDeclined, describeContact(turn)])] };
    const isSent = (await turn.handoff?.(summarise(turn))) ?? false;
    const text = isSent ? [replies.handoffSent] : [replies.handoffFailed, describeContact(turn)];
    return { kind: 'end', replies: [speak('notice', text, titleButtons(turn, ['safety.see-a-doctor']))] };
  }

  protected override ask(turn: Turn, _state: TalkState, how: 'again' | 'resume'): Reply {
    return how === 'again' ? speak('question', [nextOf(turn, 'handoffAgain')], buttons(turn)) : review(turn);
  }

  protected override parseState(stored: unknown): TalkState | undefined {
    return stateSchema.safeParse(stored).data;
  }

  protected override whyAsk(turn: Turn): string {
    return turn.knowledge.replies.handoffWhy;
  }

  protected override goBack(): undefined {
    return undefined;
  }
}

function review(turn: Turn, first?: string): Reply {
  const { replies } = turn.knowledge;
  const opening = speak('summary', [first, fill(turn, replies.handoffAsk, { name: contactName(turn) })], buttons(turn));
  return {
    ...opening,
    blocks: [...opening.blocks, { kind: 'list', items: describeSummary(turn) }, paragraph(replies.handoffConfirm)],
  };
}

const buttons = (turn: Turn) => [commandButton(turn, 'send'), commandButton(turn, 'dontSend')];

/** The summary as the person reviews it. */
function describeSummary(turn: Turn): string[] {
  const { entries, replies } = turn.knowledge;
  const { asked, redFlag, facts } = summarise(turn);
  const topics = asked.flatMap((id) => entries.get(id)?.title ?? []).map((t) => `"${t}"`);
  const sign = redFlag ? entries.get(redFlag)?.title : undefined;
  return [
    ...facts,
    ...(topics.length > 0 ? [fill(turn, replies.handoffTopics, { topics: topics.join(', ') })] : []),
    ...(sign ? [fill(turn, replies.handoffSign, { title: sign })] : []),
  ];
}

function summarise({ memory, channelId, ...turn }: Turn): HandoffSummary {
  const facts = describeTold({ memory, channelId, ...turn }, memory.told);
  return { channel: channelId, facts, asked: memory.asked, ...(memory.flagged && { redFlag: memory.flagged }) };
}
