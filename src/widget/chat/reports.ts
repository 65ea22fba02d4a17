import type { Bridge } from './bridge.js';
import type { Chat } from './chat.js';

/** Tells the host page what happens: how many messages wait unread, and that something was said. Never what. */
export function watchChat(chat: Chat, bridge: Bridge, isSeen: () => boolean): { seen(): void } {
  const known = new Set<string>();
  let unread = 0;
  const setUnread = (count: number) => {
    if (count === unread) return;
    unread = count;
    bridge.tell({ type: 'unread', count });
  };
  chat.subscribe(({ items }) => {
    for (const { key, from, isNew, reply } of items) {
      if (known.has(key)) continue;
      known.add(key);
      if (!isNew) continue;
      bridge.tell({ type: 'event', name: 'message', detail: from });
      if (reply?.alert) bridge.tell({ type: 'event', name: 'alert', detail: reply.alert.level });
      if (from === 'bot' && !isSeen()) setUnread(unread + 1);
    }
  });
  document.addEventListener('visibilitychange', () => isSeen() && setUnread(0));
  return { seen: () => setUnread(0) };
}
