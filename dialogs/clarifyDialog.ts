import { z } from 'zod';
import { parseChoice } from '../src/language/parseChoice.js';
import { parseYesNo } from '../src/language/parseYesNo.js';
import type { Reply } from '../src/reply.js';
import { answerEntries } from './answerEntries.js';
import { composeClarify, composeFallback } from './composeReplies.js';
import { DIALOG_IDS } from './dialogIds.js';
import { beginGuideOf } from './guideOf.js';
import { composeMissed, SECOND_MISS, takeMiss } from './misses.js';
import { TalkDialog, type Step, type TalkState } from './talkDialog.js';
import type { Turn } from './turn.js';
import { commandOf, lead, speak } from './wording.js';

export interface ClarifyOptions {
  /** Ids of the entries to choose from. */
  readonly candidates?: readonly string[];
}

interface ClarifyState extends TalkState {
  readonly options: readonly string[];
}

const stateSchema = z.object({
  version: z.literal(1),
  asides: z.number(),
  misses: z.number(),
  options: z.array(z.string()).min(1),
});

/** Offers close candidates and takes the choice: a button, a number, an ordinal, or words of the option. */
export class ClarifyDialog extends TalkDialog<ClarifyState, ClarifyOptions> {
  constructor() {
    super(DIALOG_IDS.clarify);
  }

  protected override start(turn: Turn, { candidates = [] }: ClarifyOptions): Step<ClarifyState> {
    const options = candidates.filter((id) => turn.knowledge.entries.has(id));
    if (options.length === 0)
      return { kind: 'end', replies: [composeFallback(turn, turn.knowledge.replies.clarifyGone)] };
    turn.memory.question = turn.utterance;
    turn.memory.last = { kind: 'other', entries: [] };
    turn.report.decision = 'clarify';
    const state = { version: 1, asides: 0, misses: 0, options };
    return { kind: 'wait', state, replies: [this.compose(turn, state)] };
  }

  protected override hear(turn: Turn, state: ClarifyState): Step<ClarifyState> {
    const titles = state.options.map((id) => turn.knowledge.entries.get(id)?.title ?? '');
    const choice = parseChoice(turn.utterance, titles, turn.knowledge.language);
    if (choice !== undefined) return this.answer(turn, state, state.options[choice] ?? '');
    if (commandOf(turn, ['neither'])) {
      return { kind: 'end', replies: [takeMiss(turn, turn.knowledge.replies.clarifyNeither)] };
    }
    const yesNo = parseYesNo(turn.utterance, turn.knowledge.language);
    if (yesNo === 'yes' && state.options.length === 1) return this.answer(turn, state, state.options[0] ?? '');
    if (yesNo === 'yes' || yesNo === 'unsure' || yesNo === 'softNo') {
      const asked = lead(this.compose(turn, state), turn.knowledge.replies.clarifyPick);
      return { kind: 'wait', state, replies: [asked] };
    }
    return { kind: 'unknown' };
  }

  /** Somebody who is asked which question they mean may as well report something. */
  protected override askedFor(): undefined {
    return undefined;
  }

  protected override ask(turn: Turn, state: ClarifyState): Reply {
    return this.compose(turn, state);
  }

  protected override parseState(stored: unknown): ClarifyState | undefined {
    return stateSchema.safeParse(stored).data;
  }

  protected override whyAsk(turn: Turn): string {
    return turn.knowledge.replies.whyAskGeneric;
  }

  protected override goBack(): undefined {
    return undefined;
  }

  /** A new question ends the choice. */
  protected override isResumable(): boolean {
    return false;
  }

  /** An utterance that is no choice is a question of its own that found no answer. */
  protected override missed(turn: Turn): Step<ClarifyState> {
    const { decision } = turn.decided;
    if (decision.kind !== 'clarify') return { kind: 'end', replies: [takeMiss(turn)] };
    turn.memory.misses += 1;
    turn.effects.push({ kind: 'missed' });
    if (turn.memory.misses >= SECOND_MISS) return { kind: 'end', replies: [composeMissed(turn)] };
    return this.start(turn, { candidates: decision.candidates.map((c) => c.entry.id) });
  }

  private compose(turn: Turn, state: ClarifyState): Reply {
    return composeClarify(
      turn,
      state.options.flatMap((id) => turn.knowledge.entries.get(id) ?? []),
    );
  }

  private answer(turn: Turn, state: ClarifyState, id: string): Step<ClarifyState> {
    const entry = turn.knowledge.entries.get(id);
    if (!entry) return { kind: 'end', replies: [speak('notice', [turn.knowledge.replies.entryGone])] };
    answerEntries(turn, [{ entry, score: 1 }], true);
    turn.memory.choices = [...state.options];
    return beginGuideOf(entry);
  }
}
