import { z } from 'zod';

const filled = z.string().trim().min(1, 'is empty');

/** `knowledge/site.yml`: texts of the pages that the server shows besides the chat. */
export const siteTextsSchema = z.strictObject({
  topicsIntro: filled,
  topicsUrgent: filled,
  topics: z.strictObject({
    title: filled,
    description: filled,
    ask: filled,
    nav: filled,
    /** Names of the groups of entries, in the order of the page. */
    groups: z.record(z.string(), filled),
    reviewed: filled,
    signed: filled,
    here: filled,
  }),
});

export type SiteTexts = z.infer<typeof siteTextsSchema>;
