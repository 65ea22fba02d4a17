import type { LauncherOptions } from './options.js';
import { textsFor, type LauncherTexts } from './texts.js';
import { LAUNCHER_CSS } from './launcherCss.js';

/** Button and frame on the host page. */
export interface View {
  readonly frame: HTMLIFrameElement;
  /** Loads the chat into the frame; again does nothing. */
  load(): void;
  setOpen(isOpen: boolean): void;
  focusButton(): void;
  setUnread(count: number): void;
  remove(): void;
}

const SVG = 'http://www.w3.org/2000/svg';
const ASK_ICON =
  'M12 3c5.2 0 9 3.4 9 7.8s-3.8 7.8-9 7.8c-.9 0-1.8-.1-2.6-.3L5 21v-4.2C3.7 15.4 3 13.2 3 10.8 3 6.4 6.8 3 12 3Z';
const SHUT_ICON = 'm6 9.5 6 6 6-6';

/** Builds the elements by hand: the page's Content-Security-Policy may forbid inline styles and parsed markup. */
export function createView(options: LauncherOptions, onToggle: () => void): View {
  const texts = textsFor(options.chat.locale);
  const title = options.title ?? texts.title;
  // A landmark of its own, so that a screen reader finds it and the page's structure stays whole.
  const host = make('aside', {
    'aria-label': texts.region.replace('{title}', title),
    dir: options.chat.dir,
    ...texts.mark,
  });
  const root = make('div', { class: `root compact ${options.side}` });
  const button = createButton(texts, options.label ?? texts.label, onToggle);
  const status = make('span', { class: 'sr', role: 'status' });
  const panel = make('div', { class: 'panel' });
  const frame = make('iframe', { title: texts.frame.replace('{title}', title), allow: 'clipboard-write' });
  for (const [name, value] of Object.entries(options.styles)) root.style.setProperty(`--kneebone-${name}`, value);
  panel.append(frame);
  root.append(panel, button.element, status);
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.append(root);
  addStyles(shadow);
  document.body.append(host);
  const unfit = fitToKeyboard(panel);
  return {
    frame,
    load() {
      if (!frame.src) frame.src = `${options.server}/widget/chat#${encodeURIComponent(location.origin)}`;
    },
    setOpen(isOpen) {
      root.classList.toggle('open', isOpen);
      button.setOpen(isOpen);
    },
    focusButton: () => button.element.focus(),
    setUnread(count) {
      const text = count === 0 ? '' : count === 1 ? texts.unreadOne : texts.unread.replace('{n}', String(count));
      button.setBadge(count, text);
      status.textContent = text;
    },
    remove() {
      unfit();
      host.remove();
    },
  };
}

/** Its name is what it shows: the label or what a press does, and how many messages wait. */
function createButton(texts: LauncherTexts, label: string, onToggle: () => void) {
  const element = make('button', { type: 'button' });
  const badge = make('span', { class: 'badge', hidden: '' });
  const count = make('span', { 'aria-hidden': 'true' });
  const countText = make('span', { class: 'sr' });
  badge.append(count, countText);
  element.append(
    icon(ASK_ICON, 'ask'),
    icon(SHUT_ICON, 'shut'),
    make('span', { class: 'label' }, label),
    make('span', { class: 'shut sr' }, texts.close),
    badge,
  );
  element.addEventListener('click', onToggle);
  const setOpen = (isOpen: boolean) => element.setAttribute('aria-expanded', String(isOpen));
  setOpen(false);
  const setBadge = (unread: number, text: string) => {
    badge.hidden = unread === 0;
    count.textContent = unread > 9 ? '9+' : String(unread);
    countText.textContent = ` ${text}`;
  };
  return { element, setOpen, setBadge };
}

/** On a phone the chat fills the part of the window that the on-screen keyboard leaves. */
function fitToKeyboard(panel: HTMLElement): () => void {
  const seen = window.visualViewport;
  if (!seen) return () => undefined;
  const fit = () => {
    // A visitor who has zoomed in wants to see a part of the page at its size.
    const isZoomed = Math.abs(seen.scale - 1) > 0.01;
    panel.style.setProperty('--height', isZoomed ? '100%' : `${seen.height}px`);
    panel.style.setProperty('--top', isZoomed ? '0' : `${seen.offsetTop}px`);
  };
  fit();
  seen.addEventListener('resize', fit);
  seen.addEventListener('scroll', fit);
  return () => {
    seen.removeEventListener('resize', fit);
    seen.removeEventListener('scroll', fit);
  };
}

/** A constructed sheet is no inline style in the eyes of a Content-Security-Policy. */
function addStyles(shadow: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LAUNCHER_CSS);
  shadow.adoptedStyleSheets = [sheet];
}

function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>>,
  text = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

/** The shape's colours are in the style sheet, by name. */
function icon(path: string, name: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', path);
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', name);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(shape);
  return svg;
}
