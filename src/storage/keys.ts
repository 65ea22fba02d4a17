import { createHash } from 'node:crypto';
import type { RecordKind } from './store.js';

/** Keys of documents. The part before the first `/` is the kind; conversations, users and other state are swept by age. */
export const CONVERSATION = 'conversation';
export const USER = 'user';
export const ITEM = 'item';
export const OPEN_TURNS = 'open/turns';

/** Claims are spread over this many documents, so that one claim rewrites little. */
const CLAIM_SHARDS = 64;

export const conversationDoc = (conversationId: string) => `${CONVERSATION}/${conversationId}`;
export const userDoc = (userId: string) => `${USER}/${userId}`;
export const claimDoc = (key: string) => `claims/${(createHash('sha256').update(key).digest()[0] ?? 0) % CLAIM_SHARDS}`;
export const recordDays = (kind: RecordKind) => `records/${kind}`;
export const recordDoc = (kind: RecordKind, day: string) => `records/${kind}/${day}`;

/**
 * The document that holds an item of the SDK's storage.
 *
 * The SDK builds keys as `channel/conversations/id/`, `channel/conversations/id/users/id/` and `channel/users/id/`, each
 * perhaps with a name at the end; the id of a conversation may itself hold a `/`.
 */
export function itemDoc(sdkKey: string): string {
  const conversation = /^[^/]+\/conversations\/(.+?)(?:\/users\/.*)?\/[^/]*$/s.exec(sdkKey)?.[1];
  if (conversation) return conversationDoc(conversation);
  const user = /^[^/]+\/users\/(.+?)(?:\/[^/]*)?$/s.exec(sdkKey)?.[1];
  return user ? userDoc(user) : `${ITEM}/${sdkKey}`;
}
