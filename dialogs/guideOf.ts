import type { Entry } from '../src/knowledge/entry.js';
import { DIALOG_IDS, type DialogId } from './dialogIds.js';

/** Ends a dialog, and goes on with the guide of the entry that was answered, where it has one. */
export function beginGuideOf(entry: Entry): {
  kind: 'end';
  replies: [];
  then?: { id: DialogId; options: object };
} {
  const options = { guide: entry.guide, isAfterAnswer: true };
  return { kind: 'end', replies: [], ...(entry.guide && { then: { id: DIALOG_IDS.toolGuide, options } }) };
}
