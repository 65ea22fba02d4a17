import type { Need } from '../src/knowledge/region.js';
import { paragraph, type Alert, type Reply, type ReplyBlock } from '../src/reply.js';
import { fullBlocks, listSources } from './composeAnswer.js';
import type { Turn } from './turn.js';
import { commandButton, fill, nextOf } from './wording.js';

/** A warning sign to answer. */
export interface AlertFor {
  /** Id of a `safety.*` entry. */
  readonly entry: string;
  /** 1: emergency number now; 2: a call on the same day. */
  readonly tier: 1 | 2;
  /** Entries of further signs in the same message. */
  readonly also?: readonly { readonly entry: string; readonly tier: 1 | 2 }[];
  /** The same alert was said in the turn before. */
  readonly isAgain?: boolean;
}

const CRISIS = 'safety.self-harm';
const OVERDOSE = 'safety.medication-overdose';

/** Urgent advice: the action and the number first, then what to tell and what not to do; nothing else. */
export function composeAlert(turn: Turn, alert: AlertFor): Reply {
  const entry = turn.knowledge.entries.get(alert.entry);
  const brief = turn.knowledge.replies.alertBrief[alert.entry];
  const full = entry ? fullBlocks(turn, entry, new Map()) : [];
  const body: ReplyBlock[] = brief ? brief.map((text) => paragraph(fill(turn, text))) : full;
  const inEnglish = !brief && entry?.translated === false ? [paragraph(turn.knowledge.replies.notTranslated)] : [];
  const again = alert.isAgain ? [paragraph(nextOf(turn, 'alertAgain'))] : [];
  return {
    kind: 'alert',
    alert: composeAction(turn, alert),
    blocks: [...again, ...listAlso(turn, alert), ...inEnglish, ...body],
    ...(entry && { sources: listSources(turn.knowledge, entry) }),
    actions: [commandButton(turn, 'gotHelp'), commandButton(turn, 'noSigns')],
  };
}

/** The first sentence for an entry and tier: what to do, with the region's number. */
export function alertSentence(turn: Turn, entry: string, tier: 1 | 2): string {
  const { alert } = turn.knowledge.replies;
  const [own, general] = [alert[entry], alert['default']];
  return fill(turn, (tier === 1 ? (own?.now ?? general?.now) : (own?.today ?? general?.today)) ?? '{emergency}');
}

function composeAction(turn: Turn, { entry, tier, also = [] }: AlertFor): Alert {
  const numbers = turn.knowledge.regions[turn.region];
  const needs = [{ entry, tier }, ...also].flatMap((a) => listNeeds(a.entry, a.tier));
  const phones = [...new Set(needs)].flatMap((need) => numbers[need].phones);
  const isNew = (p: (typeof phones)[number], i: number) => phones.findIndex((q) => q.number === p.number) === i;
  return {
    level: entry === CRISIS ? 'crisis' : tier === 1 ? 'emergency' : 'urgent',
    action: alertSentence(turn, entry, tier),
    phones: phones.filter(isNew),
  };
}

/** Another kind of danger in the same message keeps its own sentence when that names another number. */
function listAlso(turn: Turn, { entry, tier, also = [] }: AlertFor): ReplyBlock[] {
  const first = alertSentence(turn, entry, tier);
  const sentences = also.filter((a) => a.entry !== entry).map((a) => alertSentence(turn, a.entry, a.tier));
  const others = [...new Set(sentences)].filter((s) => s !== first);
  return others.map((action) => paragraph(fill(turn, turn.knowledge.replies.alertAlso, { action })));
}

function listNeeds(entry: string, tier: 1 | 2): Need[] {
  if (entry === CRISIS) return tier === 1 ? ['emergency', 'crisis'] : ['crisis', 'emergency'];
  if (entry === OVERDOSE) return tier === 1 ? ['emergency', 'poison'] : ['poison', 'emergency'];
  return tier === 1 ? ['emergency'] : ['urgent', 'emergency'];
}
