import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import type { ScoredEntry } from '../src/decide.js';
import { foldText } from '../src/text.js';
import { composeClarify, composeFallback } from './composeReplies.js';
import { DIALOG_IDS } from './dialogIds.js';
import { getTurn, sendReply } from './turn.js';

export interface ClarifyOptions {
  readonly candidates: readonly ScoredEntry[];
}

interface ClarifyState {
  options?: string[];
}

/** Offers close candidates and takes the choice: a button, a number, an ordinal, or words of the option. */
export class ClarifyDialog extends Dialog<ClarifyOptions> {
  constructor() {
    super(DIALOG_IDS.clarify);
  }

  override async beginDialog(dc: DialogContext, options?: ClarifyOptions): Promise<DialogTurnResult> {
    const turn = getTurn(dc.context);
    const candidates = options?.candidates ?? [];
    stateOf(dc).options = candidates.map((c) => c.entry.id);
    turn.memory.misses += 1;
    turn.report.decision = 'clarify';
    await sendReply(dc.context, composeClarify(turn, candidates));
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = getTurn(dc.context);
    const options = stateOf(dc).options ?? [];
    const titles = options.map((id) => turn.knowledge.entries.get(id)?.title ?? '');
    const choice = parseChoice(turn.utterance, titles, turn.knowledge.replies.actionNeither);
    if (choice === 'neither') {
      turn.report.decision = 'fallback';
      await sendReply(dc.context, composeFallback(turn, turn.knowledge.replies.clarifyNeither));
      return dc.endDialog();
    }
    const entryId = choice === undefined ? undefined : options[choice];
    return dc.replaceDialog(DIALOG_IDS.root, entryId ? { entryId } : {});
  }
}

const ORDINALS = [/\b(1|one|first)\b/, /\b(2|two|second)\b/, /\b(3|three|third)\b/];
const NEITHER = /^(neither|none|no|nope|none of (them|these|those)|something else)\b/;

/** The index of the option that a text names, `neither`, or nothing where it names none. */
export function parseChoice(text: string, titles: readonly string[], neither: string): number | 'neither' | undefined {
  const said = foldText(text);
  if (said === foldText(neither) || NEITHER.test(said)) return 'neither';
  const exact = titles.findIndex((t) => foldText(t) === said);
  if (exact >= 0) return exact;
  if (said.split(' ').length > 4) return undefined;
  const ordinal = ORDINALS.findIndex((o) => o.test(said));
  return ordinal >= 0 && ordinal < titles.length ? ordinal : undefined;
}

/** The dialog's own part of the stored stack; an older shape reads as empty. */
function stateOf(dc: DialogContext): ClarifyState {
  return (dc.activeDialog?.state ?? {}) as ClarifyState; // written by beginDialog only
}
