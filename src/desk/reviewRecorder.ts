import { randomUUID } from 'node:crypto';
import type { AskedQuestion, BotOptions } from '../bot.js';
import type { Config } from '../config.js';
import { listContentWords } from '../matcher/contentWords.js';
import { redact } from '../redact.js';
import type { Store } from '../storage/store.js';
import { foldText, readWords } from '../text.js';
import { compareFeatures, readFeatures } from './likeness.js';
import type { ReviewReason } from './reviewQueue.js';

/** Within this time the same question put in other words means that the first answer did not help. */
const ASKED_AGAIN_MS = 60_000;
/** Likeness from which two questions of one conversation count as the same one. */
const SAME_QUESTION = 0.45;
/** A verdict on an answer comes soon or refers to something else. */
const REMEMBERED_MS = 600_000;
/** Conversations remembered at once, in memory only. */
const MOST_REMEMBERED = 2000;
const REASON_CHARS = 500;

type Recorders = Required<Pick<BotOptions, 'onFeedback' | 'onUnanswered' | 'onQuestion'>>;

/**
 * Keeps what a curator should look at: questions without a sure answer, those asked again within a minute, and those
 * whose answer did not help. Texts are redacted before anything else happens to them; no record names a person or a
 * conversation. The question before is remembered by this process alone, for ten minutes.
 */
export function createReviewRecorder(config: Config, store: Store): Recorders {
  const isOn = config.reviewQueue !== 'off';
  const recent = new Map<string, RecentQuestion>();
  const keep = (reason: ReviewReason, at: Date, channelId: string, rest: ReviewFields) =>
    store.addRecord('review', { id: randomUUID(), at: at.toISOString(), reason, channelId, ...rest });
  let lastMissed: string | undefined;

  return {
    async onFeedback({ entry, helpful, reason, channelId, at, conversationId }) {
      await store.addRecord('feedback', { id: randomUUID(), at: at.toISOString(), entry, helpful, channelId });
      const asked = recent.get(conversationId);
      if (helpful || !isOn || asked?.intent !== entry || isOlder(asked.at, at, REMEMBERED_MS)) return;
      const said = reason ? { comment: redact(reason.slice(0, REASON_CHARS)) } : {};
      await keep('notHelpful', at, channelId, { text: asked.text, candidates: [entry], ...said });
    },
    async onUnanswered({ utterance, isLeft, at, channelId, candidates }) {
      if (!isOn) return;
      const text = redact(utterance);
      lastMissed = `${at.getTime()} ${text}`;
      await keep(isLeft ? 'left' : 'unanswered', at, channelId, { text, isLeft, candidates });
    },
    async onQuestion(question) {
      if (!isOn || !isQuestion(question)) return;
      const { at, channelId, conversationId, decision, candidates } = question;
      const text = redact(question.utterance);
      const before = recent.get(conversationId);
      remember(recent, conversationId, { text, at, intent: question.intent });
      if (decision === 'clarify' && lastMissed !== `${at.getTime()} ${text}`)
        await keep('unsure', at, channelId, { text, candidates });
      if (before?.intent && isAskedAgain(before, text, at))
        await keep('askedAgain', at, channelId, { text: before.text, candidates: [before.intent] });
    },
  };
}

interface ReviewFields {
  readonly text: string;
  readonly candidates: readonly string[];
  readonly isLeft?: boolean;
  readonly comment?: string;
}

interface RecentQuestion {
  /** Redacted. */
  readonly text: string;
  readonly at: Date;
  readonly intent: string | null;
}

/** What got urgent advice is no question about wording, and what a dialog took is an answer. */
const isQuestion = ({ decision }: AskedQuestion) => ['answer', 'clarify', 'fallback'].includes(decision);

const isOlder = (earlier: Date, now: Date, ms: number) => now.getTime() - earlier.getTime() > ms;

function isAskedAgain(before: RecentQuestion, text: string, at: Date): boolean {
  if (isOlder(before.at, at, ASKED_AGAIN_MS) || before.text === text) return false;
  // Comparing takes a tenth of a millisecond; most pairs of questions have no word in common.
  const words = new Set(wordsOf(before.text));
  if (!wordsOf(text).some((w) => words.has(w))) return false;
  return compareFeatures(readFeatures(before.text), readFeatures(text)) >= SAME_QUESTION;
}

const wordsOf = (text: string) => listContentWords(readWords(foldText(text)));

/** The newest stand last, so that the oldest make room. */
function remember(recent: Map<string, RecentQuestion>, id: string, question: RecentQuestion): void {
  recent.delete(id);
  recent.set(id, question);
  for (const [key, { at }] of recent) {
    if (recent.size <= MOST_REMEMBERED && !isOlder(at, question.at, REMEMBERED_MS)) break;
    recent.delete(key);
  }
}
