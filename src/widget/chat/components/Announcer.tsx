import { createContext, type ComponentChildren, type JSX } from 'preact';
import { useCallback, useContext, useRef, useState } from 'preact/hooks';

type Announce = (text: string) => void;

const Context = createContext<Announce>(() => undefined);
/** Long enough to be read out, short enough that nobody finds old words there. */
const CLEAR_AFTER_MS = 8_000;

/** Says a text through the screen reader, after what it is saying now. */
export const useAnnounce = (): Announce => useContext(Context);

/** The one polite live region of the chat: it holds what is new and nothing else. */
export function Announcer({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const [texts, setTexts] = useState<readonly { key: number; text: string }[]>([]);
  const count = useRef(0);
  const announce = useCallback((text: string) => {
    const key = ++count.current;
    setTexts((before) => [...before, { key, text }]);
    setTimeout(() => setTexts((before) => before.filter((t) => t.key !== key)), CLEAR_AFTER_MS);
  }, []);
  return (
    <Context.Provider value={announce}>
      {children}
      <div class="sr" role="status" aria-live="polite" aria-relevant="additions">
        {texts.map(({ key, text }) => (
          <p key={key}>{text}</p>
        ))}
      </div>
    </Context.Provider>
  );
}
