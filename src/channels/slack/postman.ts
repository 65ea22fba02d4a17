import type { SlackApi } from './slackApi.js';
import { SlackCallError } from './slackApi.js';
import { cut, splitText, type Block } from './blocks.js';
import type { Outgoing, Target } from './outgoing.js';
import type { SlackMessage } from './renderSlack.js';

/** Brings messages to Slack. */
export interface Postman {
  /** @throws SlackCallError when neither the message nor what stands in for it was taken */
  deliver(outgoing: Outgoing): Promise<void>;
}

export interface PostmanOptions {
  readonly api: SlackApi;
  /** Origins that answers to commands may be sent to. */
  readonly responseOrigins: readonly string[];
  /** A refusal that a person should look into; the message arrived in another form, or was not needed. */
  readonly onRefusal: (error: SlackCallError) => void;
}

/** Slack takes the message, not its blocks. */
const BLOCKS_REFUSED =
  /^(invalid_blocks|invalid_blocks_format|msg_blocks_too_long|msg_too_long|invalid_attachments|http_413)$/;
/** Slack recommends at most 4,000 for `text`. */
const MAX_TEXT_CHARS = 3900;
const RESPOND_TIMEOUT_MS = 10_000;

/** Creates the postman. A message whose blocks are refused goes without its pictures, then as text. */
export function createPostman({ api, responseOrigins, onRefusal }: PostmanOptions): Postman {
  const send = async (to: Target, message: SlackMessage): Promise<void> => {
    if (to.kind === 'respond') return respond(to.url, message, responseOrigins);
    const { kind, thread, ...where } = to;
    const method = kind === 'post' ? 'chat.postMessage' : 'chat.postEphemeral';
    const metadata = kind === 'post' && message.knowledge ? metadataOf(message.knowledge) : {};
    await api.call(method, {
      ...where,
      ...(thread && { thread_ts: thread }),
      ...bodyOf(message),
      ...metadata,
      ...QUIET,
    });
  };
  const sendInSomeForm = async (to: Target, message: SlackMessage): Promise<void> => {
    for (const form of formsOf(message)) {
      try {
        for (const one of form) await send(to, one);
        return;
      } catch (error) {
        if (!(error instanceof SlackCallError && BLOCKS_REFUSED.test(error.reason)) || form[0]?.blocks.length === 0)
          throw error;
        onRefusal(error);
      }
    }
  };
  return {
    async deliver({ to, message, otherwise, isExtra }) {
      try {
        await sendInSomeForm(to, message);
      } catch (error) {
        if (!(error instanceof SlackCallError) || error.isTokenRefused) throw error;
        if (otherwise) return sendInSomeForm(otherwise.to, otherwise.message);
        if (!isExtra) throw error;
        onRefusal(error);
      }
    },
  };
}

/** Nothing in a message becomes a link, a preview or a mention that was not written as one. */
const QUIET = { unfurl_links: false, unfurl_media: false, link_names: false, parse: 'none' };

/** Slack shows it to nobody; `conversations.history` gives it with `include_all_metadata`. */
const metadataOf = (knowledge: string) => ({
  metadata: { event_type: 'kneebone_reply', event_payload: { knowledge } },
});

const bodyOf = ({ text, blocks }: SlackMessage) => ({
  text: cut(text, MAX_TEXT_CHARS),
  ...(blocks.length > 0 && { blocks }),
});

/** The message as it is, without pictures, and as text alone. */
function formsOf(message: SlackMessage): SlackMessage[][] {
  const plain = splitText(message.text, MAX_TEXT_CHARS).map((text) => ({ text, blocks: [] }));
  const bare = message.blocks.filter((b: Block) => b.type !== 'image');
  return [
    [message],
    ...(bare.length < message.blocks.length ? [[{ ...message, blocks: bare }]] : []),
    ...(message.blocks.length > 0 ? [plain] : []),
  ];
}

/** The address comes in a signed request; even so it is followed to Slack only. */
async function respond(url: string, message: SlackMessage, origins: readonly string[]): Promise<void> {
  if (!URL.canParse(url) || !origins.includes(new URL(url).origin))
    throw new SlackCallError('response_url', 'foreign_address');
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(RESPOND_TIMEOUT_MS),
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...bodyOf(message) }),
  }).catch(() => undefined);
  await answer?.body?.cancel();
  if (!answer?.ok) throw new SlackCallError('response_url', answer ? `http_${answer.status}` : 'unreachable');
}
