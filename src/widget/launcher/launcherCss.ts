/**
 * Styles of the button and the frame, in a shadow root: the page's rules do not reach in and these do not reach out.
 * A site sets `--kneebone-…` properties to change them.
 */
export const LAUNCHER_CSS = `
:host { all: initial; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
.root {
  --accent: var(--kneebone-accent, #0b5d66);
  --on-accent: var(--kneebone-on-accent, #fff);
  --gap: var(--kneebone-gap, 20px);
  --radius: var(--kneebone-radius, 16px);
  --z: var(--kneebone-z-index, 2147483000);
  font: 600 15px/1.2 var(--kneebone-font, system-ui, sans-serif);
}
button {
  position: fixed; z-index: var(--z);
  inset-block-end: calc(var(--gap) + env(safe-area-inset-bottom, 0px)); inset-inline-end: var(--gap);
  display: inline-flex; align-items: center; gap: 10px;
  min-width: 56px; min-height: 56px; padding: 0 20px 0 18px; margin: 0;
  border: 1px solid transparent; border-radius: 28px;
  background: var(--accent); color: var(--on-accent);
  font: inherit; cursor: pointer; -webkit-tap-highlight-color: transparent;
  box-shadow: 0 1px 2px rgb(0 0 0 / .18), 0 8px 24px rgb(0 0 0 / .18);
  transition: transform .16s ease, box-shadow .16s ease;
}
button:hover { transform: translateY(-1px); box-shadow: 0 2px 4px rgb(0 0 0 / .2), 0 12px 28px rgb(0 0 0 / .22); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
button svg { width: 24px; height: 24px; flex: none; }
.ask { fill: currentColor; }
.shut { fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linecap: round; stroke-linejoin: round; }
.shut { display: none; }
.open button { padding: 0; width: 56px; justify-content: center; }
.open .label, .open .ask { display: none; }
.open .shut { display: block; }
.badge {
  position: absolute; inset-block-start: -6px; inset-inline-end: -4px;
  min-width: 22px; height: 22px; padding: 0 6px; border-radius: 11px; border: 2px solid #fff;
  background: #b3261e; color: #fff; font-size: 12px; line-height: 18px; text-align: center;
}
.badge[hidden] { display: none; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.panel {
  position: fixed; z-index: var(--z);
  inset-block-end: calc(var(--gap) + 68px + env(safe-area-inset-bottom, 0px)); inset-inline-end: var(--gap);
  width: min(408px, calc(100vw - 2 * var(--gap))); height: min(700px, calc(100dvh - 2 * var(--gap) - 68px));
  border-radius: var(--radius); overflow: hidden; background: var(--kneebone-surface, transparent);
  box-shadow: 0 0 0 1px rgb(128 128 128 / .3), 0 16px 48px rgb(0 0 0 / .22);
  visibility: hidden; opacity: 0; transform: translateY(12px);
  transition: opacity .18s ease, transform .18s ease, visibility 0s .18s;
}
.open .panel { visibility: visible; opacity: 1; transform: none; transition: opacity .18s ease, transform .18s ease; }
iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: normal; }
.start button, .start .panel { inset-inline: var(--gap) auto; }
@media (max-width: 559px), (max-height: 479px) {
  .panel { inset: var(--top, 0) 0 auto; width: 100%; height: var(--height, 100%); border-radius: 0; box-shadow: none; }
  .start .panel { inset-inline: 0; }
  .open button { visibility: hidden; }
}
@media (max-width: 399px) { .compact .label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } .compact button { padding: 0; width: 56px; justify-content: center; } }
@media (prefers-reduced-motion: reduce) { *, .panel, .open .panel { transition: none; transform: none; } }
@media (forced-colors: active) {
  button { border-color: ButtonText; } button:focus-visible { outline-color: Highlight; }
  .panel { border: 1px solid CanvasText; } .badge { border-color: Canvas; }
}
@media print { :host { display: none; } }
`;
