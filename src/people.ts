import type { Storage } from 'botbuilder';
import { z } from 'zod';
import { keptSchema, type Kept } from '../dialogs/memory.js';
import type { Roles } from './matcher/roles.js';

/** What is kept about a person on one channel, beyond a conversation. */
export interface Person {
  /** When the first-use notice was shown, ISO 8601. */
  readonly noticedAt?: string;
  /** What they told, kept because they said yes. */
  readonly kept?: Kept;
}

/** Keeps people apart by channel and id. */
export interface People {
  load(channelId: string, userId: string): Promise<Person>;
  save(channelId: string, userId: string, person: Person): Promise<void>;
  forget(channelId: string, userId: string): Promise<void>;
}

const personSchema = z.object({
  noticedAt: z.string().optional().catch(undefined),
  kept: keptSchema.optional().catch(undefined),
});

/** People in the same storage as conversations. What cannot be read counts as nothing kept. */
export function createPeople(storage: Storage): People {
  return {
    async load(channelId, userId) {
      const key = personKey(channelId, userId);
      const items = await storage.read([key]);
      const { noticedAt, kept } = personSchema.safeParse(items[key]).data ?? {};
      return { ...(noticedAt && { noticedAt }), ...(kept && { kept: { ...kept, told: withoutGaps(kept.told) } }) };
    },
    async save(channelId, userId, person) {
      await storage.write({ [personKey(channelId, userId)]: { ...person, eTag: '*' } });
    },
    async forget(channelId, userId) {
      await storage.delete([personKey(channelId, userId)]);
    },
  };
}

/** The key that the SDK's UserState would use. */
function personKey(channelId: string, userId: string): string {
  return `${channelId}/users/${userId}`;
}

function withoutGaps(told: z.infer<typeof keptSchema>['told']): Roles {
  return Object.fromEntries(Object.entries(told).filter(([, v]) => v !== undefined)) as Roles; // keptSchema has the fields of Roles
}
