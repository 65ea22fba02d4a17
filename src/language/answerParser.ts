import { addDays, daysBetween, startOfDay } from './calendar.js';
import type { Language } from './language.js';
import { parseScale, type Scale } from './parseScale.js';
import { parseWhen, type When } from './parseWhen.js';
import { createRecognizers, MAX_RECOGNIZED_CHARS, type RecognizedDate, type Recognizers } from './recognizers.js';

/** Reads answers to the questions of a dialog. */
export interface AnswerParser {
  /**
   * When something was. Our own rules come first, as they know "2-3 weeks", "last March" and "7/10"; what they leave is
   * given to the recognizers in their thread. Reads the first 256 characters.
   * @param now the day of the turn; the same text and day give the same answer
   */
  parseWhen(text: string, now: Date, language?: Language): Promise<When | undefined>;
  /** How strong on a scale from 0 to 10. */
  parseScale(text: string, language?: Language): Scale | undefined;
  /** Starts the recognizers ahead of the first use. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** @param recognizers one thread serves any number of conversations */
export function createAnswerParser(recognizers: Recognizers = createRecognizers()): AnswerParser {
  return {
    async parseWhen(text, now, language = 'en') {
      const capped = text.slice(0, MAX_RECOGNIZED_CHARS);
      const own = parseWhen(capped, now, language);
      if (own || !/[\p{L}\p{N}]/u.test(capped)) return own;
      const { dates } = await recognizers.recognize(capped, now, language);
      return choosePast(dates, now);
    },
    parseScale: (text, language) => parseScale(text.slice(0, MAX_RECOGNIZED_CHARS), language),
    warm: () => recognizers.warm(),
    close: () => recognizers.close(),
  };
}

/** The recognizers offer past and future readings of "Tuesday"; an operation that hurts now is past. */
function choosePast(dates: readonly RecognizedDate[], now: Date): When | undefined {
  const days = dates.flatMap((d) => toDays(d, now));
  const latest = days.filter((d) => daysBetween(d, now) >= 0).sort((a, b) => b.getTime() - a.getTime())[0];
  if (latest) return { kind: 'day', day: latest };
  return days.length > 0 ? { kind: 'future' } : undefined;
}

function toDays(date: RecognizedDate, now: Date): Date[] {
  if (date.kind === 'day') return valid(date.day);
  if (date.kind === 'duration')
    return date.seconds < 86_400 ? [] : [addDays(startOfDay(now), -Math.round(date.seconds / 86_400))];
  const [start] = valid(date.start ?? '');
  const [end] = valid(date.end ?? '');
  if (start && end) return [addDays(start, Math.floor(daysBetween(start, end) / 2))];
  return [start ?? end].flatMap((d) => d ?? []);
}

function valid(iso: string): Date[] {
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? [] : [date];
}
