// Draws messages as Slack's documentation lays out Block Kit, so that a person can look at what was sent. Not Slack's own
// renderer: there is none outside Slack.
import { launchBrowser } from '../support/browser.mjs';

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack's markup as HTML; entities in it are HTML's own. */
function mrkdwn(text) {
  return text
    .replace(/<([^|>]+)\|([^>]*)>/g, '<a href="$1">$2</a>')
    .replace(/(^|[\s(>])\*([^*\n]+)\*/g, '$1<b>$2</b>')
    .replace(/(^|[\s(>])_([^_\n]+)_/g, '$1<i>$2</i>')
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll('\n', '<br>');
}

const textOf = ({ type, text }) => (type === 'mrkdwn' ? mrkdwn(text) : escape(text));
const rich = (section) =>
  section.elements
    .map((e) =>
      e.url ? `<a href="${e.url}">${escape(e.text)}</a>` : e.style?.bold ? `<b>${escape(e.text)}</b>` : escape(e.text),
    )
    .join('');

const DRAW = {
  header: (b) => `<h3>${textOf(b.text)}</h3>`,
  section: (b) => `<div class="section"><p>${textOf(b.text)}</p>${b.accessory ? element(b.accessory) : ''}</div>`,
  context: (b) => `<div class="context">${b.elements.map(textOf).join(' ')}</div>`,
  rich_text: (b) => b.elements.map(list).join(''),
  actions: (b) => `<div class="actions">${b.elements.map(element).join('')}</div>`,
  context_actions: (b) =>
    `<div class="actions">${b.elements.map((e) => `<span class="thumb">👍 ${escape(e.positive_button.text.text)}</span><span class="thumb">👎 ${escape(e.negative_button.text.text)}</span>`).join('')}</div>`,
  image: (b) =>
    `<figure><figcaption>${textOf(b.title)}</figcaption><div class="image">${escape(b.alt_text)}</div></figure>`,
};

function list(e) {
  const tag = e.style === 'ordered' ? 'ol' : 'ul';
  return `<${tag} start="${(e.offset ?? 0) + 1}">${e.elements.map((s) => `<li>${rich(s)}</li>`).join('')}</${tag}>`;
}

const element = (e) =>
  e.type === 'overflow'
    ? `<span class="button">⋯ ${e.options.map((o) => escape(o.text.text)).join(' | ')}</span>`
    : `<span class="button">${escape(e.text.text)}</span>`;

function draw({ method, args }) {
  const blocks = args.blocks ?? [{ type: 'section', text: { type: 'mrkdwn', text: args.text } }];
  const note = method === 'chat.postEphemeral' ? '<div class="context">👁 Only visible to you</div>' : '';
  return `<article><div class="face">K</div><div class="body"><b>Kneebone</b> <span class="app">APP</span>${note}${blocks.map((b) => DRAW[b.type](b)).join('')}</div></article>`;
}

const STYLE = `body{font:15px/1.46 Lato,'DejaVu Sans',sans-serif;color:#1d1c1d;margin:16px;width:640px}
article{display:flex;gap:8px;margin-bottom:16px}.face{width:36px;height:36px;border-radius:6px;background:#1d4e4a;color:#fff;display:grid;place-items:center;flex:none}
.body{flex:1}.app{font-size:10px;background:#ddd;border-radius:2px;padding:1px 3px}h3{font-size:18px;margin:8px 0}
.section{display:flex;justify-content:space-between;gap:12px;align-items:start;margin:8px 0}p{margin:0}.context{font-size:13px;color:#616061;margin:6px 0}
.button,.thumb{border:1px solid #bbb;border-radius:4px;padding:4px 12px;font-weight:bold;font-size:13px;background:#fff;white-space:nowrap}.thumb{font-weight:normal;border-color:#e8e8e8}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0}a{color:#1264a3;text-decoration:none}ol,ul{margin:8px 0;padding-left:28px}
.image{background:#f4f4f4;border:1px solid #ddd;border-radius:8px;padding:40px;text-align:center;color:#616061}figure{margin:8px 0}`;

/** Keeps a picture of the messages in tests/system/output. */
export async function drawMessages(name, calls) {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 700, height: 400 } });
    await page.setContent(`<!doctype html><meta charset="utf-8"><style>${STYLE}</style>${calls.map(draw).join('')}`);
    await page.screenshot({ path: new URL(`../output/${name}.png`, import.meta.url).pathname, fullPage: true });
  } finally {
    await browser.close();
  }
}
