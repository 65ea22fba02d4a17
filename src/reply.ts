/**
 * What the bot says, free of any channel: dialogs make it, a renderer per channel turns it into activities.
 * All texts are inline Markdown (`**bold**`, links) without headings; source marks are numbers in square brackets.
 */
export interface Reply {
  readonly kind: ReplyKind;
  readonly title?: string;
  /** Urgent advice. Where it stands, nothing else in the turn competes with it. */
  readonly alert?: Alert;
  readonly blocks: readonly ReplyBlock[];
  readonly cautions?: readonly string[];
  readonly picture?: Picture;
  readonly sources?: readonly SourceRef[];
  /** Who earns from what the reply names. */
  readonly interest?: string;
  /** A pause that the widget counts down and other channels tell in words. */
  readonly hold?: Hold;
  /** Next things to say; pressing one sends `say` as the person's own text. */
  readonly actions?: readonly Action[];
  /** Asks whether the named entry helped. */
  readonly feedback?: Feedback;
  /** Content hash of the knowledge that was used. */
  readonly knowledge?: string;
  /** The language it is in; absent for English. */
  readonly language?: string;
}

export type ReplyKind =
  'answer' | 'more' | 'clarify' | 'fallback' | 'alert' | 'question' | 'step' | 'notice' | 'summary';

export type ReplyBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'steps'; readonly items: readonly string[] };

export interface Alert {
  readonly level: 'emergency' | 'urgent' | 'crisis';
  /** The first sentence: what to do and the number for the region. */
  readonly action: string;
  readonly phones: readonly Phone[];
}

export interface Phone {
  /** Who answers, for example `US emergency`. */
  readonly label: string;
  /** As it is dialled, for example `911`. */
  readonly number: string;
}

export interface Picture {
  /** `knowledge/pictures/<id>.svg`. */
  readonly id: string;
  readonly title: string;
  readonly alt: string;
}

export interface SourceRef {
  /** The number in the text's marks, from 1; 0 where no mark refers to it. */
  readonly number: number;
  readonly title: string;
  readonly publisher: string;
  readonly link?: string;
  readonly support: string;
}

export interface Feedback {
  readonly entry: string;
  readonly question: string;
  /** True where a typed "yes" or "no" would answer another question: to be asked only with buttons of its own. */
  readonly needsButtons?: boolean;
}

export interface Hold {
  readonly seconds: number;
  readonly label: string;
}

export interface Action {
  readonly label: string;
  /** The text sent when the action is chosen. */
  readonly say: string;
}

export const paragraph = (text: string): ReplyBlock => ({ kind: 'paragraph', text });
