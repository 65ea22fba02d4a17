import type { Reply } from '../src/reply.js';
import { composeAfter, composeChoice, composeList, composeWhich } from './composeGuide.js';
import { DIALOG_IDS } from './dialogIds.js';
import { askOne, backOne, closeCareful, hearChoice, hearList, hearOne, hearWhich, openList } from './guideQuestions.js';
import {
  FRESH,
  guideOf,
  guideStateSchema,
  hasExpired,
  listState,
  type GuideState,
  type GuideTurn,
} from './guideState.js';
import { askStep, hearFelt, hearStep, showStep } from './guideSteps.js';
import { TalkDialog } from './talkDialog.js';
import type { Turn } from './turn.js';
import { lead, plain, speak, titleButtons } from './wording.js';

export interface ToolGuideOptions {
  /** Id of the guide; without it the person chooses. */
  readonly guide?: string;
  /** The entry of the guide was answered in this turn. */
  readonly isAfterAnswer?: boolean;
}

/** Leads through a guide: which one, the safety questions, then the steps, each behind the recorded answers. */
export class ToolGuideDialog extends TalkDialog<GuideState, ToolGuideOptions> {
  constructor() {
    super(DIALOG_IDS.toolGuide);
  }

  protected override start(turn: Turn, { guide, isAfterAnswer = false }: ToolGuideOptions): GuideTurn {
    if (turn.memory.careful) return closeCareful(turn);
    const found = guide === undefined ? undefined : turn.knowledge.guides.get(guide);
    if (!found && turn.knowledge.guides.size === 0)
      return { kind: 'end', replies: [speak('notice', [turn.knowledge.replies.entryGone])] };
    if (!found) return { kind: 'wait', state: FRESH, replies: [composeChoice(turn, false)] };
    return openList(turn, found, isAfterAnswer);
  }

  protected override hear(turn: Turn, state: GuideState): GuideTurn {
    if (turn.memory.careful) return closeCareful(turn);
    const guide = guideOf(turn, state);
    if (state.stage === 'choose' || !guide) return hearChoice(turn);
    switch (state.stage) {
      case 'list':
        return hearList(turn, state, guide);
      case 'which':
        return hearWhich(turn, state, guide);
      case 'one':
        return hearOne(turn, state, guide);
      case 'step':
        return hearStep(turn, state, guide);
      case 'felt':
        return hearFelt(turn, guide);
    }
  }

  protected override ask(turn: Turn, state: GuideState, how: 'again' | 'resume'): Reply {
    const guide = guideOf(turn, state);
    const isAgain = how === 'again';
    if (!guide) return composeChoice(turn, isAgain);
    switch (state.stage) {
      case 'choose':
        return composeChoice(turn, isAgain);
      case 'list':
        return composeList(turn, guide, how);
      case 'which':
        return composeWhich(turn, guide, isAgain);
      case 'one':
        return askOne(turn, guide, state, isAgain ? 'again' : 'first');
      case 'step':
        return askStep(turn, guide, state, isAgain);
      case 'felt':
        return speak('question', [guide.feltQuestion], composeAfter(turn, guide).actions);
    }
  }

  protected override takeUp(turn: Turn, state: GuideState, afterAlert: boolean): GuideTurn {
    if (turn.memory.careful) return closeCareful(turn);
    const guide = guideOf(turn, state);
    if (!guide) return { kind: 'wait', state: FRESH, replies: [composeChoice(turn, false)] };
    if (!afterAlert && state.stage !== 'felt' && !hasExpired(turn, state)) return super.takeUp(turn, state, afterAlert);
    return {
      kind: 'wait',
      state: listState(state.guide),
      replies: [lead(composeList(turn, guide, 'resume'), turn.knowledge.replies.guideExpired)],
    };
  }

  protected override parseState(stored: unknown, turn: Turn): GuideState | undefined {
    const state = guideStateSchema.safeParse(stored).data;
    const guide = state?.guide === undefined ? undefined : turn.knowledge.guides.get(state.guide);
    if (!state || (state.stage !== 'choose' && !guide)) return undefined;
    const knowsQueue = state.queue.every((id) => guide?.gate.some((q) => q.id === id));
    const knowsStep = state.stage !== 'step' || state.at < (guide?.steps.length ?? 0);
    return knowsQueue && knowsStep && (state.stage !== 'one' || state.queue.length > 0) ? state : undefined;
  }

  protected override restartOptions(stored: unknown): ToolGuideOptions {
    const isObject = typeof stored === 'object' && stored !== null && 'guide' in stored;
    return isObject && typeof stored.guide === 'string' ? { guide: stored.guide } : {};
  }

  protected override whyAsk(turn: Turn, state: GuideState): string {
    const question =
      state.stage === 'one' ? guideOf(turn, state)?.gate.find((q) => q.id === state.queue[0]) : undefined;
    return question ? plain(turn, question.stop) : turn.knowledge.replies.guideWhy;
  }

  protected override goBack(turn: Turn, state: GuideState): GuideTurn | undefined {
    const guide = guideOf(turn, state);
    if (!guide) return undefined;
    if (state.stage === 'step' && state.at > 0) return showStep(turn, guide, { ...state, at: state.at - 1 });
    if (state.stage === 'which')
      return { kind: 'wait', state: { ...state, stage: 'list' }, replies: [composeList(turn, guide, 'resume')] };
    if (state.stage === 'one') return backOne(turn, guide, state);
    return undefined;
  }

  protected override cancelText(turn: Turn, state: GuideState): string {
    return state.stage === 'step' ? turn.knowledge.replies.guideCancelled : super.cancelText(turn, state);
  }

  protected override askedFor(state: GuideState): string | undefined {
    return state.stage === 'list' || state.stage === 'one' ? 'yesNo' : super.askedFor(state);
  }

  protected override isResumable(state: GuideState): boolean {
    return state.stage !== 'felt';
  }

  /** How it felt is no question that must be answered. */
  protected override missed(turn: Turn, state: GuideState): GuideTurn | undefined {
    if (state.stage !== 'felt') return undefined;
    return {
      kind: 'end',
      replies: [
        speak('notice', [turn.knowledge.replies.guideFelt.unknown], titleButtons(turn, turn.knowledge.checkIn.next)),
      ],
    };
  }
}
