import { ActivityTypes, type Activity } from 'botbuilder';
import type { DialogState } from 'botbuilder-dialogs';
import { MAX_UTTERANCE_CHARS } from './text.js';

/** A person's verdict on an answer. */
export interface Feedback {
  readonly entry: string;
  readonly helpful: boolean;
  /** What the person said about it, where the channel asks. Health data. */
  readonly reason?: string;
}

const MAX_REASON_CHARS = 500;

const FEEDBACK_EVENT = 'kneebone/feedback';

/** What a person said: the text, or what a card's button stands for (`value.say`). At most `MAX_UTTERANCE_CHARS`. */
export function readUtterance({ text, value }: Partial<Activity>): string {
  const pressed: unknown = isObject(value) ? value['say'] : undefined;
  const said = typeof text === 'string' && text.trim() !== '' ? text : typeof pressed === 'string' ? pressed : '';
  return said.slice(0, MAX_UTTERANCE_CHARS);
}

/** The verdict in an event `kneebone/feedback`; nothing for any other activity or a value of another shape. */
export function readFeedback({ type, name, value }: Partial<Activity>): Feedback | undefined {
  if (type !== ActivityTypes.Event || name !== FEEDBACK_EVENT || !isObject(value)) return undefined;
  const { entry, helpful, reason } = value;
  if (typeof entry !== 'string' || typeof helpful !== 'boolean') return undefined;
  const isTold = typeof reason === 'string' && reason.trim() !== '';
  return { entry, helpful, ...(isTold && { reason: reason.slice(0, MAX_REASON_CHARS) }) };
}

/** A stored dialog stack whose frames all belong to known dialogs; nothing where it is anything else. */
export function parseStack(stored: unknown, known: readonly string[]): DialogState | undefined {
  if (!isObject(stored) || !Array.isArray(stored['dialogStack'])) return undefined;
  const frames: unknown[] = stored['dialogStack'];
  const isWhole = frames.every((f) => isObject(f) && typeof f['id'] === 'string' && known.includes(f['id']));
  return isWhole ? { dialogStack: frames.map((f) => toFrame(f as Record<string, unknown>)) } : undefined; // checked above
}

const toFrame = (frame: Record<string, unknown>) => ({
  id: String(frame['id']),
  state: isObject(frame['state']) ? frame['state'] : {},
});

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
