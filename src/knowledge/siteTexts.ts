import { z } from 'zod';

const filled = z.string().trim().min(1, 'is empty');

/** `knowledge/site.yml`: texts of the pages that the server shows besides the chat. */
export const siteTextsSchema = z.strictObject({ topicsIntro: filled, topicsUrgent: filled });

export type SiteTexts = z.infer<typeof siteTextsSchema>;
