import { z } from 'zod';
import { supportKinds } from './entry.js';

const filled = z.string().trim().min(1, 'is empty');
/** Slack shows at most 75 characters on a button. */
const label = filled.max(75);
/** Teams refuses longer keywords of a citation. */
const keyword = filled.max(28);

/** `knowledge/channels.yml`: sentences of single channels. */
export const channelTextsSchema = z.strictObject({
  public: z.strictObject({ private: filled, privateAlert: filled, noDirect: filled, lastResort: filled }),
  slack: z.strictObject({
    openDirect: label,
    ask: label,
    choose: label,
    chose: filled,
    choices: filled,
    helpful: label,
    helpfulLong: label,
    notHelpful: label,
    notHelpfulLong: label,
    helpfulThanks: filled,
    notHelpfulThanks: filled,
    tooFast: filled,
    status: filled,
    greeting: filled,
    promptsTitle: filled,
    prompts: z.array(filled).min(1, 'is empty').max(4, 'has more than four'),
    homeTitle: filled,
    homeIntro: filled,
    homeHow: filled,
    homeUrgent: filled,
    homePrivacy: filled,
    homeAsk: filled,
  }),
  teams: z.strictObject({
    moved: filled,
    movedAlert: filled,
    notMoved: filled,
    notMovedAlert: filled,
    openChat: label,
    edited: filled,
    alsoSay: filled,
    tooFast: filled,
    support: z.record(z.enum(supportKinds), keyword),
  }),
});

export type ChannelTexts = z.infer<typeof channelTextsSchema>;
