import { contrast, resolveColour } from '../colours.js';

/** Contrast that WCAG 2.2 asks of text (success criterion 1.4.3). */
const TEXT_CONTRAST = 4.5;

const PROPERTIES = [
  ['accent', 'color'],
  ['on-accent', 'color'],
  ['surface', 'color'],
  ['text', 'color'],
  ['radius', 'border-radius'],
  ['font', 'font-family'],
  ['font-size', 'font-size'],
] as const;

/** Puts the host page's choices into effect; a value that is no colour, length or font is left out. */
export function applyStyles(root: HTMLElement, styles: Readonly<Record<string, string>>): void {
  for (const [name, kind] of PROPERTIES) {
    const value = styles[name];
    if (value && CSS.supports(kind, value)) root.style.setProperty(`--${name}`, value);
  }
  if (styles['accent'] && !isReadable(root)) root.style.setProperty('--link', 'var(--text)');
}

/** An accent that is too pale or too dark for words is kept for surfaces. */
function isReadable(root: HTMLElement): boolean {
  const style = getComputedStyle(root);
  const [accent, surface] = ['--accent', '--surface'].map((name) => resolveColour(style.getPropertyValue(name)));
  return !accent || !surface || contrast(accent, surface) >= TEXT_CONTRAST;
}
