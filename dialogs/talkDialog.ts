import { Dialog, type DialogContext, type DialogReason, type DialogTurnResult } from 'botbuilder-dialogs';
import { isBareAnswer, isQuestion } from '../src/language/isQuestion.js';
import type { Reply } from '../src/reply.js';
import { answerEntries } from './answerEntries.js';
import { beginGuideOf } from './guideOf.js';
import { runCommand, type Running } from './commands.js';
import type { AlertFor } from './composeAlert.js';
import { DIALOG_IDS, type DialogId } from './dialogIds.js';
import { raiseAlert, setAside } from './raiseAlert.js';
import { getTurn, say, type Turn } from './turn.js';
import { isOldButton, lead, nextOf, speak } from './wording.js';

/** What every dialog stores; a dialog adds its own fields and raises `version` when they change. */
export interface TalkState {
  readonly version: number;
  /** Other questions in a row that were answered in between. */
  readonly asides: number;
  /** Answers in a row that were not understood. */
  readonly misses: number;
}

/** What a dialog makes of an utterance. */
export type Step<S> =
  | { readonly kind: 'wait'; readonly state: S; readonly replies: readonly Reply[] }
  | {
      readonly kind: 'end';
      readonly replies: readonly Reply[];
      readonly then?: { readonly id: DialogId; readonly options: object };
    }
  | { readonly kind: 'alert'; readonly alert: AlertFor }
  /** Not an answer to the open question. */
  | { readonly kind: 'unknown' };

export interface TalkOptions {
  /** State of the dialog when it was set aside. */
  readonly resume?: unknown;
}

/** Texts longer than this are no answer to a question for a word or a number. */
const MAX_ANSWER_CHARS = 256;
/** Answers in a row that may fail before the dialog gives up. */
const MAX_MISSES = 3;

/**
 * A dialog that can be interrupted. A subclass reads answers to its own open question (`hear`); commands, other questions
 * and misses are dealt with here, in the same way for every dialog.
 */
export abstract class TalkDialog<S extends TalkState, O extends object = object> extends Dialog<O & TalkOptions> {
  /** Begins; may end at once. */
  protected abstract start(turn: Turn, options: O): Promise<Step<S>> | Step<S>;
  /** Reads an answer to the open question. */
  protected abstract hear(turn: Turn, state: S): Promise<Step<S>> | Step<S>;
  /** The open question: in other words after a miss, in full when the dialog is taken up again. */
  protected abstract ask(turn: Turn, state: S, how: 'again' | 'resume'): Reply;
  /** The stored state, or nothing where it is of another version or refers to what no longer exists. */
  protected abstract parseState(stored: unknown, turn: Turn): S | undefined;
  /** Why the open question is asked. */
  protected abstract whyAsk(turn: Turn, state: S): string;
  /** One question or step back; nothing at the beginning. */
  protected abstract goBack(turn: Turn, state: S): Step<S> | undefined;
  /** What is said when the person stops. */
  protected cancelText(turn: Turn, _state: S): string {
    return nextOf(turn, 'cancelled');
  }
  /** What the open question asks for, as the triage names it; nothing where any message may come. */
  protected askedFor(_state: S): string | undefined {
    return 'answer';
  }
  /** What was heard so far, in words. */
  protected heard(_turn: Turn, _state: S): string[] {
    return [];
  }
  /** False where an interruption ends the dialog for good. */
  protected isResumable(_state: S): boolean {
    return true;
  }
  /** What is done with an utterance that is neither answer, command nor question; nothing asks again. */
  protected missed(_turn: Turn, _state: S): Step<S> | undefined {
    return undefined;
  }
  /** Brings back a state that was set aside. */
  protected takeUp(turn: Turn, state: S, _afterAlert: boolean): Step<S> {
    return { kind: 'wait', state, replies: [lead(this.ask(turn, state, 'resume'), turn.knowledge.replies.resumed)] };
  }
  /** Options with which a lost dialog is begun again. */
  protected restartOptions(_stored: unknown): O {
    return {} as O; // the fields of every dialog's options may be left out
  }

  override async beginDialog(dc: DialogContext, options?: O & TalkOptions): Promise<DialogTurnResult> {
    const turn = getTurn(dc.context);
    const resume = options?.resume;
    const state = resume === undefined ? undefined : this.parseState(resume, turn);
    const afterAlert =
      typeof resume === 'object' && resume !== null && 'afterAlert' in resume && resume.afterAlert === true;
    const step = state
      ? this.takeUp(turn, state, afterAlert)
      : await this.start(turn, options ?? this.restartOptions(resume));
    return this.take(dc, turn, step);
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = getTurn(dc.context);
    const stored: unknown = dc.activeDialog?.state;
    const state = this.parseState(stored, turn);
    if (!state) return this.restart(dc, turn, stored);
    const step = turn.utterance.length > MAX_ANSWER_CHARS ? { kind: 'unknown' as const } : await this.hear(turn, state);
    if (step.kind !== 'unknown') return this.take(dc, turn, calm(step));
    const done = await runCommand(dc, turn, this.running(dc, turn, state));
    return done ?? this.interrupt(dc, turn, state);
  }

  override async resumeDialog(dc: DialogContext, _reason: DialogReason): Promise<DialogTurnResult> {
    const turn = getTurn(dc.context);
    const stored: unknown = dc.activeDialog?.state;
    const state = this.parseState(stored, turn);
    if (!state) return this.restart(dc, turn, stored);
    return this.backToQuestion(dc, turn, state);
  }

  private async restart(dc: DialogContext, turn: Turn, stored: unknown): Promise<DialogTurnResult> {
    say(turn, speak('notice', [turn.knowledge.replies.restarted]));
    return this.take(dc, turn, await this.start(turn, this.restartOptions(stored)));
  }

  private async take(dc: DialogContext, turn: Turn, step: Step<S>): Promise<DialogTurnResult> {
    if (step.kind === 'alert') return raiseAlert(dc, turn, step.alert);
    if (step.kind === 'unknown') return dc.endDialog();
    say(turn, ...step.replies);
    if (step.kind === 'wait') return this.wait(dc, turn, step.state);
    // Inside another dialog nothing new is begun: that dialog goes on first.
    const isAlone = dc.stack.length <= 1;
    return step.then && isAlone ? dc.replaceDialog(step.then.id, step.then.options) : dc.endDialog();
  }

  private wait(dc: DialogContext, turn: Turn, state: S): DialogTurnResult {
    if (dc.activeDialog) dc.activeDialog.state = state;
    turn.memory.askedFor = this.askedFor(state);
    return Dialog.EndOfTurn;
  }

  private running(dc: DialogContext, turn: Turn, state: S): Running {
    return {
      id: this.id,
      again: (text) => {
        const asked = this.ask(turn, state, 'resume');
        return this.take(dc, turn, { kind: 'wait', state, replies: [text ? lead(asked, text) : asked] });
      },
      askAfter: () => this.backToQuestion(dc, turn, state),
      askOn: () => this.askOn(dc, turn, state),
      goBack: () => this.takeBack(dc, turn, state),
      why: () => this.whyAsk(turn, state),
      cancelText: () => this.cancelText(turn, state),
      heard: () => this.heard(turn, state),
    };
  }

  private async takeBack(dc: DialogContext, turn: Turn, state: S): Promise<DialogTurnResult> {
    const step = this.goBack(turn, state);
    if (step) return this.take(dc, turn, calm(step));
    const reply = lead(this.ask(turn, state, 'resume'), turn.knowledge.replies.nothingBefore);
    return this.take(dc, turn, { kind: 'wait', state, replies: [reply] });
  }

  /** A question from the knowledge is answered first; what is neither question nor answer is asked again. */
  private async interrupt(dc: DialogContext, turn: Turn, state: S): Promise<DialogTurnResult> {
    const { decision } = turn.decided;
    if (isBareAnswer(turn.utterance)) return this.miss(dc, turn, state);
    if (decision.kind === 'answer') {
      const canChain = !this.isResumable(state);
      answerEntries(turn, [decision, ...decision.also], canChain);
      return canChain ? this.take(dc, turn, beginGuideOf(decision.entry)) : this.backToQuestion(dc, turn, state);
    }
    if (decision.kind === 'clarify' && isQuestion(turn.utterance, turn.knowledge.language) && this.isResumable(state)) {
      return dc.beginDialog(DIALOG_IDS.clarify, { candidates: decision.candidates.map((c) => c.entry.id) });
    }
    return this.miss(dc, turn, state);
  }

  private async miss(dc: DialogContext, turn: Turn, state: S): Promise<DialogTurnResult> {
    if (isOldButton(turn)) {
      const asked = lead(this.ask(turn, state, 'resume'), turn.knowledge.replies.staleButton);
      return this.take(dc, turn, { kind: 'wait', state, replies: [asked] });
    }
    const own = this.missed(turn, state);
    if (own) return this.take(dc, turn, own);
    if (state.misses + 1 >= MAX_MISSES) return this.giveUp(dc, turn, turn.knowledge.replies.stuck);
    const next = { ...state, misses: state.misses + 1 };
    const isLong = turn.utterance.length > MAX_ANSWER_CHARS;
    const first = isLong
      ? turn.knowledge.replies.shorter
      : nextOf(turn, isQuestion(turn.utterance, turn.knowledge.language) ? 'fallback' : 'notUnderstood');
    return this.take(dc, turn, { kind: 'wait', state: next, replies: [lead(this.ask(turn, next, 'again'), first)] });
  }

  /** Takes the question up again once; after a second interruption in a row it is put aside instead. */
  private async backToQuestion(dc: DialogContext, turn: Turn, state: S): Promise<DialogTurnResult> {
    if (!this.isResumable(state)) return dc.endDialog();
    if (state.asides > 0) return this.giveUp(dc, turn, turn.knowledge.replies.putAside);
    return this.askOn(dc, turn, { ...state, asides: state.asides + 1 });
  }

  private async askOn(dc: DialogContext, turn: Turn, state: S): Promise<DialogTurnResult> {
    if (!this.isResumable(state)) return dc.endDialog();
    say(turn, lead(this.ask(turn, state, 'resume'), nextOf(turn, 'backTo')));
    return this.wait(dc, turn, state);
  }

  private async giveUp(dc: DialogContext, turn: Turn, text: string): Promise<DialogTurnResult> {
    const isAside = setAside(dc, turn, false);
    const { resume } = turn.knowledge.commands.commands;
    const actions = isAside ? [{ label: resume.label, say: resume.label }] : [];
    say(turn, speak('notice', [isAside ? text : nextOf(turn, 'cancelled')], actions));
    return dc.cancelAllDialogs();
  }
}

/** Whoever answers ends the count of interruptions and misses. */
function calm<S extends TalkState>(step: Step<S>): Step<S> {
  return step.kind === 'wait' ? { ...step, state: { ...step.state, asides: 0, misses: 0 } } : step;
}
