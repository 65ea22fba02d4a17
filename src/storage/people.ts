import type { Activity } from 'botbuilder';
import type { Documents } from './documents.js';
import { conversationDoc, CONVERSATION, ITEM, USER, userDoc } from './keys.js';
import { exportItems } from './stateItems.js';
import type { ConversationExport, Store } from './store.js';
import { dayOf, userField, usersOf } from './turns.js';

const PREFIX = 'conversation:';
const PAGE = 1000;
/** A person's document is noted as used once a day; it must outlive every conversation that it names. */
const USER_SLACK_MS = 2 * 24 * 3600 * 1000;

type People = Pick<Store, 'linkUser' | 'listConversations' | 'exportUser' | 'forget' | 'forgetUser' | 'sweep'>;

/** Who has which conversations, for export and erasure. */
export function createPeople(documents: Documents, now: () => number): People {
  const listNamed = (userId: string) =>
    documents.view(userDoc(userId), (doc) =>
      [...doc.fields.keys()].filter((f) => f.startsWith(PREFIX)).map((f) => f.slice(PREFIX.length)),
    );
  const listConversations = async (userId: string) => {
    const ids = await listNamed(userId);
    const exist = await Promise.all(ids.map((id) => documents.view(conversationDoc(id), (doc) => doc.fields.size > 0)));
    // Those that were swept are still named.
    return ids.filter((_, i) => exist[i]);
  };
  const unlink = async (userId: string, conversationId: string) => {
    const field = PREFIX + conversationId;
    await documents.update(userDoc(userId), (doc) => ({
      result: undefined,
      ...(doc.fields.has(field) && { change: { set: [[field, null] as const] } }),
    }));
  };
  return {
    async linkUser(userId, conversationId) {
      // The person's side goes first: a conversation too many exports as empty, a missing one would escape erasure.
      await documents.update(userDoc(userId), () => setOnly(PREFIX + conversationId));
      await documents.update(conversationDoc(conversationId), () => setOnly(userField(userId), dayOf(now())));
    },
    listConversations,
    async exportUser(userId) {
      const ids = await listConversations(userId);
      return Promise.all(ids.map((id) => exportConversation(documents, id)));
    },
    async forget(conversationId) {
      const users = await documents.view(conversationDoc(conversationId), usersOf);
      for (const user of users) await unlink(user, conversationId);
      await documents.erase([conversationDoc(conversationId)]);
      if (users.length > 0) await documents.purge(users.map(userDoc));
    },
    async forgetUser(userId) {
      const ids = await listNamed(userId);
      await documents.erase([...ids.map(conversationDoc), userDoc(userId)]);
      return ids.length;
    },
    async sweep(before) {
      const erased = await documents.eraseOlder(CONVERSATION, before.getTime());
      await documents.eraseOlder(USER, before.getTime() - USER_SLACK_MS);
      await documents.eraseOlder(ITEM, before.getTime());
      return erased;
    },
  };
}

const setOnly = (field: string, text = '1') => ({ result: undefined, change: { set: [[field, text] as const] } });

async function exportConversation(documents: Documents, conversationId: string): Promise<ConversationExport> {
  const key = conversationDoc(conversationId);
  const state = await documents.view(key, exportItems);
  const activities: Partial<Activity>[] = [];
  for (let from = 0; ; from += PAGE) {
    const { entries, length } = await documents.slice(key, from, PAGE);
    for (const json of entries) if (json !== null) activities.push(JSON.parse(json) as Partial<Activity>); // ours
    if (from + PAGE >= length) return { conversationId, state, activities };
  }
}
