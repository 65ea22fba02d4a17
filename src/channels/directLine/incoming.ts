import { ActivityTypes, type Activity } from 'botbuilder';
import { z } from 'zod';
import { HttpError } from '../http.js';

/** What a client may say: a message, an event, or a sign that it types. */
export interface Incoming {
  readonly type: 'message' | 'event' | 'typing';
  /** The client's own name for the activity; a repeated one is the same activity again. */
  readonly clientActivityId?: string;
  /** The sender that the client claims to be; it counts only where it is a forgery. */
  readonly claimedUserId?: string;
  readonly activity: Partial<Activity>;
}

/** Longer texts are cut in the transcript; twice what triage and matching read, so that the bot still sees "too long". */
const MAX_TEXT_CHARS = 4000;
const MAX_VALUE_CHARS = 8 * 1024;
const MAX_FILES_NAMED = 10;

const short = z.string().max(200);
const schema = z.object({
  type: z.enum(['message', 'event', 'typing']),
  text: z.string().nullish(),
  textFormat: short.nullish(),
  locale: z.string().max(35).nullish(),
  name: short.nullish(),
  value: z.unknown().optional(),
  from: z.object({ id: z.string().max(256).nullish() }).nullish(),
  channelData: z.record(z.string(), z.unknown()).nullish(),
  attachments: z.array(z.object({ contentType: z.string().nullish(), name: z.string().nullish() })).nullish(),
});

/**
 * Takes the parts of a client's activity that a client may decide. Sender, conversation, ids and times are the server's,
 * files are named but not kept, and nothing passes for the bot's own data.
 * @throws HttpError 400 for anything that is no activity
 */
export function parseIncoming(body: unknown): Incoming {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new HttpError(400, 'HTTP_BAD_ACTIVITY');
  const { type, from, channelData, attachments, value, ...rest } = parsed.data;
  if (value !== undefined && JSON.stringify(value).length > MAX_VALUE_CHARS) throw new HttpError(413, 'HTTP_TOO_LARGE');
  const data = keepChannelData(channelData ?? {});
  const id = data['clientActivityID'];
  const text = textOf(rest.text, type, value);
  return {
    type,
    ...(typeof id === 'string' && { clientActivityId: id }),
    ...(from?.id && { claimedUserId: from.id }),
    activity: {
      type: type === 'typing' ? ActivityTypes.Typing : type,
      ...(text !== undefined && { text, textFormat: 'plain' }),
      ...(rest.locale && { locale: rest.locale }),
      ...(rest.name && { name: rest.name }),
      ...(value !== undefined && value !== null && { value }),
      ...(attachments?.length && { attachments: attachments.slice(0, MAX_FILES_NAMED).map(nameFile) }),
      channelData: data,
    },
  };
}

/** A postBack button may put its text into `value` alone. */
function textOf(text: string | null | undefined, type: string, value: unknown): string | undefined {
  const said = text || (type === 'message' && typeof value === 'string' ? value : text);
  return said === null || said === undefined ? undefined : said.slice(0, MAX_TEXT_CHARS);
}

/** Clients find their own message in the stream by what they put here; `kneebone` is the bot's. */
function keepChannelData(data: Record<string, unknown>): Record<string, unknown> {
  const small = Object.entries(data).filter(
    ([key, v]) => key !== 'kneebone' && JSON.stringify(v ?? null).length <= 500,
  );
  return Object.fromEntries(small.slice(0, 10));
}

const nameFile = (file: { contentType?: string | null | undefined; name?: string | null | undefined }) => ({
  contentType: (file.contentType ?? 'application/octet-stream').slice(0, 100),
  ...(file.name && { name: file.name.slice(0, 200) }),
});
