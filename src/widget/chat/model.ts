import type { Reply } from '../../reply.js';
import type { Activity, Delivery, Line, Outgoing } from './connection/activity.js';

/** One message as it is shown. */
export interface Item {
  /** Stays the same when the server gives the message its id. */
  readonly key: string;
  readonly id?: string;
  readonly from: 'you' | 'bot';
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
  /** What our own bot sent; other bots send Markdown text and plain actions. */
  readonly reply?: Reply;
  readonly delivery: Delivery;
  /** True for what came while the chat was on screen: that is announced, the rest was read before. */
  readonly isNew: boolean;
}

export interface ChatState {
  readonly line: Line;
  readonly items: readonly Item[];
  /** Messages that were sent here and are not answered yet. */
  readonly awaited: readonly string[];
  /** What the person said about an answer, by the id of its activity. */
  readonly feedback: Readonly<Record<string, boolean>>;
}

export type Change =
  | { readonly kind: 'line'; readonly line: Line }
  | { readonly kind: 'reset' }
  | { readonly kind: 'said'; readonly outgoing: Outgoing }
  | { readonly kind: 'dropped'; readonly key: string }
  | { readonly kind: 'answered'; readonly clientId: string }
  | { readonly kind: 'delivery'; readonly clientId: string; readonly delivery: Delivery }
  | { readonly kind: 'activities'; readonly activities: readonly Activity[]; readonly isReplay: boolean };

export const EMPTY: ChatState = { line: 'idle', items: [], awaited: [], feedback: {} };
export const FEEDBACK_EVENT = 'kneebone/feedback';

/** The state after a change; pure, and the same change twice changes nothing more. */
export function change(state: ChatState, c: Change): ChatState {
  switch (c.kind) {
    case 'line':
      return { ...state, line: c.line };
    case 'reset':
      return { ...EMPTY, line: state.line };
    case 'said':
      return addSaid(state, c.outgoing);
    case 'dropped':
      return { ...state, items: state.items.filter((i) => i.key !== c.key) };
    case 'answered':
      return { ...state, awaited: state.awaited.filter((id) => id !== c.clientId) };
    case 'delivery':
      return setDelivery(state, c.clientId, c.delivery);
    case 'activities':
      return c.activities.reduce((s, a) => addActivity(s, a, !c.isReplay), state);
  }
}

function addSaid(state: ChatState, { clientId, type, text, at, value, about }: Outgoing): ChatState {
  if (type === 'event') return about ? setFeedback(state, about, value) : state;
  if (state.items.some((i) => i.key === clientId)) return state;
  const item: Item = { key: clientId, from: 'you', at, text, delivery: 'sending', isNew: true };
  return { ...state, items: [...state.items, item], awaited: [...state.awaited, clientId] };
}

function setDelivery(state: ChatState, clientId: string, delivery: Delivery): ChatState {
  const items = state.items.map((i) => (i.key === clientId && i.delivery !== 'sent' ? { ...i, delivery } : i));
  const isOver = delivery === 'failed';
  return { ...state, items, awaited: isOver ? state.awaited.filter((id) => id !== clientId) : state.awaited };
}

function addActivity(state: ChatState, activity: Activity, isNew: boolean): ChatState {
  if (activity.type === 'event' && activity.name === FEEDBACK_EVENT)
    return setFeedback(state, activity.channelData?.about, activity.value);
  if (activity.type !== 'message' || state.items.some((i) => i.id !== undefined && i.id === activity.id)) return state;
  return activity.from?.role === 'user' ? addOwn(state, activity, isNew) : addBot(state, activity, isNew);
}

/** The person's message, said here (then it takes the place of the unsent one) or in another tab. */
function addOwn(state: ChatState, activity: Activity, isNew: boolean): ChatState {
  const key = activity.channelData?.clientActivityID ?? activity.id ?? '';
  const mine = state.items.find((i) => i.key === key);
  const item: Item = { ...toItem(activity, key, 'you'), isNew: mine?.isNew ?? isNew };
  // It moves to the end: the transcript's order is the order of the conversation.
  const others = state.items.filter((i) => i !== mine);
  const sent = others.filter((i) => i.id !== undefined);
  const unsent = others.filter((i) => i.id === undefined);
  return { ...state, items: [...sent, item, ...unsent] };
}

function addBot(state: ChatState, activity: Activity, isNew: boolean): ChatState {
  const asked = state.items.find((i) => i.id !== undefined && i.id === activity.replyToId);
  const item: Item = { ...toItem(activity, activity.id ?? '', 'bot'), isNew };
  const sent = state.items.filter((i) => i.id !== undefined);
  const unsent = state.items.filter((i) => i.id === undefined);
  return { ...state, items: [...sent, item, ...unsent], awaited: state.awaited.filter((id) => id !== asked?.key) };
}

function toItem(activity: Activity, key: string, from: Item['from']): Omit<Item, 'isNew'> {
  const { id, text, timestamp, channelData } = activity;
  const reply = from === 'bot' ? (channelData?.kneebone ?? plainReply(activity)) : undefined;
  const at = Date.parse(timestamp ?? '');
  return {
    key,
    ...(id !== undefined && { id }),
    from,
    at: Number.isNaN(at) ? 0 : at,
    text: text ?? '',
    ...(reply && { reply }),
    delivery: 'sent',
  };
}

/** Shows a message of any other bot: its text, and its suggested actions. */
function plainReply({ text, suggestedActions }: Activity): Reply {
  const actions = (suggestedActions?.actions ?? []).flatMap(({ title, value }) =>
    title ? [{ label: title, say: typeof value === 'string' ? value : title }] : [],
  );
  return { kind: 'notice', blocks: [{ kind: 'paragraph', text: text ?? '' }], actions };
}

function setFeedback(state: ChatState, about: string | undefined, value: unknown): ChatState {
  const isAnswer = typeof value === 'object' && value !== null && 'helpful' in value;
  if (!about || !isAnswer) return state;
  return { ...state, feedback: { ...state.feedback, [about]: value.helpful === true } };
}
