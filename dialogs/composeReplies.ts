import type { RedFlag, ScoredEntry } from '../src/decide.js';
import type { Entry } from '../src/knowledge/entry.js';
import { fillNumbers, type Need } from '../src/knowledge/region.js';
import { fillPlaceholders } from '../src/knowledge/replies.js';
import { paragraph, type Action, type Alert, type Reply } from '../src/reply.js';
import { takeTurns } from './memory.js';
import type { Turn } from './turn.js';

const TOPICS_OFFERED = ['why.pain-after-surgery', 'relief.what-can-i-do', 'safety.see-a-doctor'];

/** Two or three close candidates to choose from. */
export function composeClarify(turn: Turn, candidates: readonly ScoredEntry[]): Reply {
  const { replies } = turn.knowledge;
  const actions = candidates.map(({ entry }) => ({ label: entry.title, say: entry.title }));
  return {
    kind: 'clarify',
    blocks: [paragraph(takeTurns(turn.memory, 'clarify', replies.clarify))],
    actions: [...actions, { label: replies.actionNeither, say: replies.actionNeither }],
  };
}

/** Says honestly that there is no answer, what is covered, and what else to do. */
export function composeFallback(turn: Turn, first?: string): Reply {
  const { replies } = turn.knowledge;
  const topics = fillPlaceholders(replies.fallbackCovers, { topics: listTopics(turn) });
  return {
    kind: 'fallback',
    blocks: [
      paragraph(first ?? takeTurns(turn.memory, 'fallback', replies.fallback)),
      paragraph(topics),
      paragraph(replies.fallbackRephrase),
    ],
    actions: TOPICS_OFFERED.flatMap((id) => titleAction(turn, id)),
  };
}

/** Urgent advice: the action and the number first, then what the entry says; nothing else. */
export function composeAlert(turn: Turn, flag: RedFlag, entry: Entry): Reply {
  const { replies, regions, sources } = turn.knowledge;
  const numbers = regions[turn.region];
  const say = (text: string) => fillNumbers(text, numbers);
  const alert: Alert = {
    level: flag.entry === 'safety.self-harm' ? 'crisis' : flag.tier === 1 ? 'emergency' : 'urgent',
    action: say(entry.short),
    phones: needsOf(flag).flatMap((need) => numbers[need].phones),
  };
  const blocks = entry.body.map((b) =>
    b.kind === 'paragraph'
      ? paragraph(say(b.statement.text))
      : { kind: b.kind, items: b.items.map((i) => say(i.text)) },
  );
  return {
    kind: 'alert',
    alert,
    blocks,
    sources: entry.sources.flatMap((id, i) => {
      const s = sources.get(id);
      const link = s?.link ? { link: s.link } : {};
      return s ? [{ number: i + 1, title: s.title, publisher: s.publisher, support: s.support, ...link }] : [];
    }),
    actions: [replies.alertHelp, replies.alertNoSigns].map((label) => ({ label, say: label })),
  };
}

function needsOf(flag: RedFlag): Need[] {
  if (flag.entry === 'safety.self-harm') return ['crisis', 'emergency'];
  if (flag.entry === 'safety.medication-overdose') return ['poison', 'emergency'];
  return flag.tier === 1 ? ['emergency'] : ['urgent', 'emergency'];
}

/** Titles of a few groups, made from the live knowledge. */
function listTopics(turn: Turn): string {
  const count = [...turn.knowledge.entries.values()].filter((e) => e.kind !== 'chitchat').length;
  const examples = TOPICS_OFFERED.flatMap((id) => turn.knowledge.entries.get(id)?.title ?? []);
  return `${count} questions about pain after surgery, such as ${examples.map((t) => `"${t}"`).join(', ')}`;
}

function titleAction(turn: Turn, id: string): Action[] {
  const title = turn.knowledge.entries.get(id)?.title;
  return title ? [{ label: title, say: title }] : [];
}
