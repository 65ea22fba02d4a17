import { ActivityTypes, type TurnContext } from 'botbuilder';
import { paragraph } from '../../reply.js';
import type { TurnHandler } from '../channel.js';
import { findRating } from './ratings.js';
import { isEdit, readArrival, readRating, TEAMS } from './readTeams.js';
import { isShared } from './renderTeams.js';
import { runShared, sayReply, type SharedTurnOptions } from './sharedTurn.js';
import { withTyping } from './typing.js';

export interface TeamsTurnOptions extends SharedTurnOptions {
  /** Messages of one person in a minute. */
  readonly turnsPerMinute: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A chat that has been welcomed stays welcomed; leaving it ends that. */
const WELCOMED_MS = 365 * DAY_MS;

/** Wraps the bot's turn with what is particular to Teams: see `docs/teams.md`, "How it behaves". */
export function createTeamsTurn(options: TeamsTurnOptions): TurnHandler {
  return async (context) => {
    const { activity } = context;
    if (readRating(activity)) return takeRating(context, options);
    const arrival = readArrival(activity);
    if (arrival) return arrival === 'arrived' ? welcome(context, options) : endWelcome(context, options);
    if (isEdit(activity)) return explainEdit(context, options);
    if (activity.type === ActivityTypes.Message) return takeMessage(context, options);
    // Joins and leaves of others, channel events, reactions, deletions: nothing to say.
    if (activity.type === ActivityTypes.Event) return options.handler(context);
  };
}

/** Teams shows an error to the person unless the answer is 200 with an empty object. */
async function takeRating(context: TurnContext, { store, handler }: TeamsTurnOptions): Promise<void> {
  const rating = await findRating(context, store);
  const { type, name, value } = context.activity;
  if (rating) {
    Object.assign(context.activity, { type: ActivityTypes.Event, name: 'kneebone/feedback', value: rating });
    await handler(context);
    // The adapter answers an invoke only while the activity is one.
    Object.assign(context.activity, { type, name, value });
  }
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 200, body: {} } });
}

const welcomeKey = ({ activity }: TurnContext) => `${TEAMS}/welcome/${activity.conversation.id}`;

/** Once a conversation, whether Teams tells of the installation, of the members, or of both at once. */
async function welcome(context: TurnContext, { store, handler }: TeamsTurnOptions): Promise<void> {
  const isFirst = await store.claim(welcomeKey(context), WELCOMED_MS);
  if (!isFirst) return;
  const { from } = context.activity;
  const membersAdded = [{ id: from?.id ?? 'person', name: '' }];
  Object.assign(context.activity, { type: ActivityTypes.ConversationUpdate, membersAdded });
  await handler(context);
}

async function endWelcome(context: TurnContext, { store }: TeamsTurnOptions): Promise<void> {
  await store.release(welcomeKey(context));
}

/**
 * An edited message is not answered again: it may be an old answer, and read now it would answer the question that is open
 * at present, for example a safety question of a guide.
 */
async function explainEdit(context: TurnContext, { store, knowledge }: TeamsTurnOptions): Promise<void> {
  const { conversation, id } = context.activity;
  const isFirst = await store.claim(`${TEAMS}/edited/${conversation.id}/${id}`, DAY_MS);
  if (isFirst)
    await sayReply(context, {
      kind: 'notice',
      blocks: [paragraph(knowledge(context.activity.locale).channels.teams.edited)],
    });
}

async function takeMessage(context: TurnContext, options: TeamsTurnOptions): Promise<void> {
  const { store, handler, turnsPerMinute, knowledge } = options;
  const count = await store.increment(`${TEAMS}/turns/${context.activity.from?.id ?? ''}`, MINUTE_MS);
  const tooFast = {
    kind: 'notice',
    blocks: [paragraph(knowledge(context.activity.locale).channels.teams.tooFast)],
  } as const;
  if (count === turnsPerMinute + 1) return sayReply(context, tooFast);
  if (count > turnsPerMinute) return;
  const turn = () => (isShared(context.activity) ? runShared(context, options) : handler(context));
  await withTyping(context, turn);
}
