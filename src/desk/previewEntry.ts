import { composeAnswer, composeMore } from '../../dialogs/composeAnswer.js';
import { createMemory } from '../../dialogs/memory.js';
import type { Turn } from '../../dialogs/turn.js';
import type { Region } from '../config.js';
import type { Knowledge } from '../knowledge/loadKnowledge.js';
import type { Reply } from '../reply.js';

/** What a person who has told nothing about themselves is answered by an entry: the short answer, then the full one. */
export function previewEntry(knowledge: Knowledge, id: string, region: Region): Reply[] {
  const entry = knowledge.entries.get(id);
  if (!entry) return [];
  const turn = createTurn(knowledge, region);
  const short = composeAnswer(turn, entry);
  return entry.kind === 'chitchat' ? [short] : [short, composeMore(turn, entry)];
}

function createTurn(knowledge: Knowledge, region: Region): Turn {
  const turn: Omit<Turn, 'answers' | 'decided'> = {
    utterance: '',
    memory: createMemory(),
    knowledge,
    region,
    contact: { name: '', url: '', phone: '' },
    retentionDays: 30,
    channelId: 'directline',
    now: new Date(0),
    offer: undefined,
    report: { decision: 'answer', intent: null, redFlag: null },
    canLeave: false,
    outbox: [],
    effects: [],
  };
  return turn as Turn; // composing an answer reads neither a decision nor a parser of answers
}
