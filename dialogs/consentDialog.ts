import { z } from 'zod';
import { parseYesNo } from '../src/language/parseYesNo.js';
import type { Reply } from '../src/reply.js';
import { DIALOG_IDS } from './dialogIds.js';
import { TalkDialog, type Step, type TalkState } from './talkDialog.js';
import type { Turn } from './turn.js';
import { commandButton, commandOf, fill, nextOf, speak, titleButtons } from './wording.js';

const stateSchema = z.object({ version: z.literal(1), asides: z.number(), misses: z.number() });

/** Asks whether what was told may be remembered beyond this conversation. Only a plain yes counts. */
export class ConsentDialog extends TalkDialog<TalkState> {
  constructor() {
    super(DIALOG_IDS.consent);
  }

  protected override start(turn: Turn): Step<TalkState> {
    return {
      kind: 'wait',
      state: { version: 1, asides: 0, misses: 0 },
      replies: [ask(turn, turn.knowledge.replies.consentAsk)],
    };
  }

  protected override hear(turn: Turn): Step<TalkState> {
    const { replies, checkIn } = turn.knowledge;
    const command = commandOf(turn, ['keep', 'dontKeep', 'skip', 'notSure']);
    const yesNo = parseYesNo(turn.utterance, turn.knowledge.language);
    const next = titleButtons(turn, checkIn.next);
    if (command === 'keep' || (!command && yesNo === 'yes')) {
      turn.memory.kept = true;
      turn.effects.push({ kind: 'keep' });
      return {
        kind: 'end',
        replies: [speak('notice', [fill(turn, replies.consentYes, { days: String(turn.retentionDays) })], next)],
      };
    }
    if (command || yesNo) return { kind: 'end', replies: [speak('notice', [replies.consentNo], next)] };
    return { kind: 'unknown' };
  }

  protected override ask(turn: Turn, _state: TalkState, how: 'again' | 'resume'): Reply {
    return ask(turn, how === 'again' ? nextOf(turn, 'consentAgain') : turn.knowledge.replies.consentAsk);
  }

  protected override parseState(stored: unknown): TalkState | undefined {
    return stateSchema.safeParse(stored).data;
  }

  protected override whyAsk(turn: Turn): string {
    return turn.knowledge.replies.consentWhy;
  }

  protected override goBack(): undefined {
    return undefined;
  }
}

function ask(turn: Turn, text: string): Reply {
  return speak('question', [text], [commandButton(turn, 'keep'), commandButton(turn, 'dontKeep')]);
}
