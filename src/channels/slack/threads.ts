import { conversationKey, type Store } from '../../storage/store.js';
import { conversationOf, SLACK, type Place } from './place.js';

/** The threads that the bot is part of. */
export interface Threads {
  has(place: Place): Promise<boolean>;
  add(place: Place): Promise<void>;
}

/** Kept with the conversation, so that they are forgotten together. */
export function createThreads(store: Store): Threads {
  const has = async (place: Place) => {
    const key = markOf(place);
    return (await store.read([key]))[key] !== undefined;
  };
  return {
    has,
    async add(place) {
      if (!(await has(place))) await store.write({ [markOf(place)]: { isPart: true } });
    },
  };
}

const markOf = (place: Place) => `${conversationKey(SLACK, conversationOf(place))}thread`;
