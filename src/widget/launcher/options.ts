import { readableOn } from '../colours.js';
import type { ChatOptions } from '../protocol.js';

/** What the `data-` attributes of the script tag say. */
export interface LauncherOptions {
  /** Origin of the Kneebone server: where the script came from. */
  readonly server: string;
  readonly label: string | undefined;
  readonly title: string | undefined;
  readonly side: 'start' | 'end';
  /** Open at once, where the window leaves room beside the page. */
  readonly isOpenAtStart: boolean;
  /** Ask nothing before the visitor opens the chat: no frame is loaded in idle time. */
  readonly isLazy: boolean;
  /** Custom properties by name without `--kneebone-`. */
  readonly styles: Readonly<Record<string, string>>;
  readonly chat: Omit<ChatOptions, 'styles'>;
}

/** Custom properties of the host page that reach the chat; each is one visible choice. */
const STYLE_NAMES = ['accent', 'on-accent', 'surface', 'text', 'radius', 'font', 'font-size'] as const;

const THEMES = ['auto', 'light', 'dark'] as const;

/** Reads the options from the script tag and what they leave open from the page. */
export function readOptions(script: HTMLScriptElement): LauncherOptions {
  const { dataset } = script;
  const page = document.documentElement;
  const dir = dataset['dir'] ?? (getComputedStyle(page).direction || 'ltr');
  const chosen = (name: string) => dataset[name]?.trim() || undefined;
  const text = (name: 'title' | 'greeting' | 'question') => {
    const value = chosen(name);
    return value ? { [name]: value } : {};
  };
  return {
    server: new URL(script.src).origin,
    label: chosen('label'),
    title: chosen('title'),
    // Left and right are words of a page; start and end are what they mean in its direction.
    side: sideOf(chosen('side'), dir),
    isOpenAtStart: dataset['open'] !== undefined,
    isLazy: dataset['lazy'] !== undefined,
    styles: readStyles(script),
    chat: {
      ...text('title'),
      ...text('greeting'),
      ...text('question'),
      locale: chosen('locale') ?? localeOf(page.lang),
      dir: dir === 'rtl' ? 'rtl' : 'ltr',
      theme: THEMES.find((t) => t === chosen('theme')) ?? 'auto',
    },
  };
}

/** The page's language, in the visitor's variety of it: times on an `en` page read 15:30 to a British visitor. */
function localeOf(pageLang: string): string {
  const own = navigator.language;
  const isVariety = pageLang !== '' && own.toLowerCase().startsWith(pageLang.toLowerCase());
  return isVariety || pageLang === '' ? own : pageLang;
}

function sideOf(side: string | undefined, dir: string): 'start' | 'end' {
  if (side === 'left') return dir === 'rtl' ? 'end' : 'start';
  if (side === 'right') return dir === 'rtl' ? 'start' : 'end';
  return side === 'start' ? 'start' : 'end';
}

/** The page's own `--kneebone-…` properties, and colours given as `data-accent` and the like. */
function readStyles(script: HTMLScriptElement): Readonly<Record<string, string>> {
  const computed = getComputedStyle(document.documentElement);
  const found = STYLE_NAMES.map((name) => {
    const given = script.getAttribute(`data-${name}`) ?? computed.getPropertyValue(`--kneebone-${name}`);
    return [name, given.trim()] as const;
  });
  const styles = Object.fromEntries(found.filter(([, value]) => value !== ''));
  const { accent } = styles;
  return accent && !styles['on-accent'] ? { ...styles, 'on-accent': readableOn(accent) } : styles;
}
