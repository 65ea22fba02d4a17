import { render } from 'preact';
import type { ToChat } from '../protocol.js';
import { createBridge } from './bridge.js';
import { createChat, wasHereRecently } from './chat.js';
import { applyStyles } from './colours.js';
import { App } from './components/App.js';
import { watchChat } from './reports.js';
import { createSealedKeep } from './sealedKeep.js';
import { createKeeps } from './storage.js';
import { speakAs } from './texts.js';

type Init = Extract<ToChat, { type: 'init' }>;
type Order = Exclude<ToChat, { type: 'init' }>;

const root = document.documentElement;
const bridge = createBridge();

/** Draws the chat once the host page has said how; resolves to what carries out its orders. */
async function start({ options, held, isOpen: isOpenNow }: Init): Promise<(order: Order) => void> {
  // A page in a language that the chat does not have gets the chat in English, which the attribute then says.
  const language = speakAs(options.locale);
  root.lang = options.locale.toLowerCase().startsWith(language) ? options.locale : language;
  root.dir = options.dir;
  root.dataset['theme'] = options.theme;
  applyStyles(root, options.styles);
  const keeps = await createKeeps(() =>
    createSealedKeep(held, (name, value) => bridge.tell({ type: 'hold', name, value })),
  );
  const chat = createChat(keeps, options.locale);
  let isOpen = isOpenNow;
  let focusInput = () => {};
  const onClose = bridge.isFramed ? () => bridge.tell({ type: 'close' }) : undefined;
  const onView = (view: { focusInput(): void }) => (focusInput = view.focusInput);
  render(<App {...{ chat, keeps, options, onClose, onView }} />, document.getElementById('chat') ?? document.body);
  const reports = watchChat(chat, bridge, () => isOpen && document.visibilityState === 'visible');

  const open = async () => {
    await chat.start(false);
    const isUntouched = !chat.state.items.some((i) => i.from === 'you');
    if (options.question && isUntouched) chat.say(options.question);
  };
  const forget = async () => {
    await chat.forget();
    bridge.tell({ type: 'event', name: 'forget', detail: 'done' });
    if (isOpen) await chat.start(false);
  };
  if (isOpen) void open();
  else if (wasHereRecently(keeps)) void chat.start(true);
  bridge.tell({ type: 'ready' });
  return (order) => {
    switch (order.type) {
      case 'open':
        isOpen = true;
        reports.seen();
        if (order.focus) focusInput();
        return void open();
      case 'close':
        isOpen = false;
        return;
      case 'ask':
        return void open().then(() => chat.say(order.text));
      case 'forget':
        return void forget().catch(() => bridge.tell({ type: 'event', name: 'forget', detail: 'failed' }));
    }
  };
}

if (bridge.isFramed) {
  let started: ReturnType<typeof start> | undefined;
  bridge.listen((message) => {
    if (message.type === 'init') started = start(message);
    else void started?.then((carryOut) => carryOut(message));
  });
  bridge.tell({ type: 'hello' });
} else {
  const options = { locale: navigator.language, dir: 'ltr', theme: 'auto', styles: {} } as const;
  void start({ type: 'init', options, held: {}, isOpen: true });
}
