import { z } from 'zod';

const filled = z.string().trim().min(1, 'is empty');
const several = z.array(filled).min(1, 'is empty');

/** `knowledge/replies.yml`: every fixed sentence. `{name}` is filled in; lists are used in turn. */
export const repliesSchema = z.strictObject({
  welcome: several,
  notice: filled,
  fallback: several,
  fallbackCovers: filled,
  fallbackRephrase: filled,
  empty: filled,
  emptyNonText: filled,
  tooLong: filled,
  clarify: several,
  clarifyNeither: filled,
  turnFailed: filled,
  interest: filled,
  interestLabel: filled,
  sourcesLabel: filled,
  cautionLabel: filled,
  actionMore: filled,
  actionNeither: filled,
  pictureLabel: filled,
  alertHelp: filled,
  alertNoSigns: filled,
});

export type Replies = z.infer<typeof repliesSchema>;

/** Fills `{name}` placeholders; an unknown name stays as it is, so that a test sees it. */
export function fillPlaceholders(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
