import { MARK, parseMarked, type ToChat, type ToHost } from '../protocol.js';

/** The chat's line to the launcher on the host page. */
export interface Bridge {
  /** False where the chat is opened as a page of its own. */
  readonly isFramed: boolean;
  tell(message: ToHost): void;
  listen(listener: (message: ToChat) => void): void;
}

/** The host page names its origin in the frame's address; who may frame us at all is the server's `frame-ancestors`. */
export function createBridge(): Bridge {
  const host = decodeURIComponent(location.hash.slice(1));
  const isFramed = window.parent !== window && URL.canParse(host);
  return {
    isFramed,
    tell(message) {
      if (isFramed) window.parent.postMessage({ ...message, mark: MARK }, host);
    },
    listen(listener) {
      window.addEventListener('message', (event) => {
        if (event.source !== window.parent || event.origin !== host) return;
        const message = parseMarked<ToChat>(event.data);
        if (message) listener(message);
      });
    },
  };
}
