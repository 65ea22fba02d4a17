import DOMPurify from 'dompurify';
import { Marked } from 'marked';

const marked = new Marked({
  gfm: true,
  breaks: true,
  // Raw HTML is nobody's wish here: shown as the text it is, it never reaches a parser.
  renderer: { html: ({ text }) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`) },
});
const TAGS = ['a', 'strong', 'em', 'code', 'br'];
const BLOCK_TAGS = [...TAGS, 'p', 'ul', 'ol', 'li'];
/** Addresses that a link may have; `tel:` for the numbers in urgent advice. */
const LINKS = /^(?:https?|tel|mailto):/i;
const MARK = /\[(\d{1,2})\]/;

/** Turns Markdown into elements that are safe to show. Source marks `[1]` become superscript numbers. */
export function renderMarkdown(text: string, opensTab: string, form: 'inline' | 'blocks'): DocumentFragment {
  const html = form === 'inline' ? marked.parseInline(text) : marked.parse(text);
  const fragment = DOMPurify.sanitize(String(html), {
    ALLOWED_TAGS: form === 'inline' ? TAGS : BLOCK_TAGS,
    ALLOWED_ATTR: ['href'],
    ALLOWED_URI_REGEXP: LINKS,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of fragment.querySelectorAll('a')) openApart(link, opensTab);
  raiseMarks(fragment);
  return fragment;
}

/** The words of a Markdown text, as they are read aloud. */
export function plainText(text: string): string {
  return text
    .replace(/\[(\d{1,2})\]/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`#>]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Within the frame a link would replace the chat. */
function openApart(link: HTMLAnchorElement, opensTab: string): void {
  if (!/^https?:/i.test(link.href)) return;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  const note = document.createElement('span');
  note.className = 'sr';
  note.textContent = ` (${opensTab})`;
  link.append(note);
}

function raiseMarks(fragment: DocumentFragment): void {
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text); // SHOW_TEXT visits text nodes only
  for (const node of texts) {
    const parts = node.data.split(/(\s*\[\d{1,2}\])/);
    if (parts.length > 1) node.replaceWith(...parts.map(raise));
  }
}

function raise(part: string): Node | string {
  const number = MARK.exec(part)?.[1];
  if (number === undefined) return part;
  const mark = document.createElement('sup');
  mark.textContent = number;
  return mark;
}
