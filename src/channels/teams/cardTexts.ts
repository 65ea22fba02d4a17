import type { Knowledge } from '../../knowledge/loadKnowledge.js';
import type { SupportKind } from '../../knowledge/entry.js';
import type { SourceRef } from '../../reply.js';

/** Fixed words and addresses of Teams messages. */
export interface CardTexts {
  /** Where pictures are fetched from, without a trailing slash. */
  readonly publicUrl: string;
  /** A pressed button stands in the chat as the person's own words. */
  readonly showsPresses: boolean;
  readonly cautionLabel: string;
  readonly interestLabel: string;
  readonly sourcesLabel: string;
  readonly alsoSay: string;
  readonly support: Readonly<Record<SupportKind, string>>;
  /** Hosts that sell what answers name; Teams' store rules forbid leading people there. */
  readonly shopHosts: ReadonlySet<string>;
}

/** The words for one state of the knowledge. */
export function readCardTexts(knowledge: Knowledge, publicUrl: string, showsPresses: boolean): CardTexts {
  const { cautionLabel, interestLabel, sourcesLabel } = knowledge.replies;
  const { alsoSay, support } = knowledge.channels.teams;
  const shopHosts = new Set(
    [...knowledge.sources.values()].flatMap((s) => (s.support === 'maker' && s.link ? [hostOf(s.link)] : [])),
  );
  return { publicUrl, showsPresses, cautionLabel, interestLabel, sourcesLabel, alsoSay, support, shopHosts };
}

/** `[1] [Title](address), publisher` */
export function describeSource({ number, title, link, publisher }: SourceRef): string {
  return `[${number}] ${link ? `[${title}](${link})` : title}, ${publisher}`;
}

/** A source without its address where that is no web page, or one that sells something; it is still named. */
export function withoutShop(source: SourceRef, texts: CardTexts): SourceRef {
  const { link, ...named } = source;
  return link && /^https?:/i.test(link) && !texts.shopHosts.has(hostOf(link)) ? source : named;
}

/** Keeps links to web pages and telephone numbers; of any other link the words stay. */
export function keepSafeLinks(text: string): string {
  return text.replace(LINK, (whole, label: string, address: string) =>
    /^(https?|tel):/i.test(address) ? whole : label,
  );
}

/** A bracket after a backslash is text. */
const LINK = /(?<!\\)\[([^\]]*)\]\(([^)\s]*)(?:\s[^)]*)?\)/g;

/** `www.` leads to the same shop. */
function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).hostname.replace(/^www\./, '') : '';
}
