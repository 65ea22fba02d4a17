import texts from '../texts/launcher.json';
import { complain } from './complain.js';
import { Launcher } from './launcher.js';
import { readOptions } from './options.js';

/** Filled in by the server: the origins of WIDGET_ORIGINS, separated by spaces. */
const ORIGINS = '__WIDGET_ORIGINS__';

type Api = ((name: string, ...values: unknown[]) => void) & { q?: unknown[][] };

declare global {
  interface Window {
    Kneebone?: Api;
  }
}

function start(script: HTMLScriptElement): void {
  const server = new URL(script.src).origin;
  const isAllowed = location.origin === server || ORIGINS.split(' ').includes(location.origin);
  if (!isAllowed) return complain(texts.refused);
  const early = window.Kneebone?.q ?? [];
  const launcher = new Launcher(readOptions(script));
  window.Kneebone = (name, ...values) => run(launcher, name, values);
  for (const [name, ...values] of early) run(launcher, String(name), values);
}

function run(launcher: Launcher, name: string, [first, second]: unknown[]): void {
  switch (name) {
    case 'open':
    case 'close':
    case 'forget':
    case 'destroy':
      return launcher[name]();
    case 'ask':
      return launcher.ask(first);
    case 'on':
    case 'off':
      return launcher[name](first, second);
    default:
      complain(texts.unknown.replace('{command}', name));
  }
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body) start(script);
  else addEventListener('DOMContentLoaded', () => start(script), { once: true });
}
