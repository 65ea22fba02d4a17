import { z } from 'zod';

const filled = z.string().trim().min(1, 'is empty');
const several = z.array(filled).min(1, 'is empty');

/** One sentence each, and the lists that are used in turn. */
const SENTENCES = [
  'notTranslated',
  'languageSet',
  'welcomeBack',
  'notice',
  'keptNotice',
  'fallbackRephrase',
  'covers',
  'coversLine',
  'secondMissAsk',
  'left',
  'leftOff',
  'leftNothing',
  'tooLong',
  'turnFailed',
  'restarted',
  'entryGone',
  'clarifyGone',
  'clarifyNeither',
  'clarifyPick',
  'noted',
  'safeForMe',
  'startedOver',
  'helpDialog',
  'nothingBefore',
  'nothingToRepeat',
  'whyAskGeneric',
  'putAside',
  'nothingToResume',
  'resumed',
  'stuck',
  'staleButton',
  'shorter',
  'consentAsk',
  'consentWhy',
  'consentYes',
  'consentNo',
  'knowNothing',
  'knowTold',
  'knowMentioned',
  'knowKept',
  'knowNotKept',
  'knowRetention',
  'forgotten',
  'feedbackAsk',
  'contact',
  'contactNone',
  'contactDefaultName',
  'handoffAsk',
  'handoffNothing',
  'handoffTopics',
  'handoffSign',
  'handoffConfirm',
  'handoffWhy',
  'handoffSent',
  'handoffDeclined',
  'handoffFailed',
  'alertSafe',
  'alertAlso',
  'alertHelp',
  'alertNoSigns',
  'alertNext',
  'alertThanks',
  'alertBye',
  'alertChecked',
  'alertResume',
  'guideClosedCareful',
  'guideChoose',
  'guideOpening',
  'guideList',
  'guideOne',
  'guideTold',
  'guideOneYes',
  'guideOneNo',
  'guideOneUnsure',
  'guideWhich',
  'guideWhy',
  'guideStopped',
  'guideUnsure',
  'guideOpened',
  'guideStep',
  'guideNext',
  'guideFinish',
  'guideHold',
  'guideHoldSaid',
  'guideNoHold',
  'guideCancelled',
  'guideAfter',
  'guideAgainLater',
  'guideExpired',
  'interest',
  'interestLabel',
  'sourcesLabel',
  'cautionLabel',
  'pictureLabel',
] as const;

const LISTS = [
  'welcome',
  'fallback',
  'secondMiss',
  'rephrase',
  'noQuestion',
  'empty',
  'emptyNonText',
  'sameAgain',
  'clarify',
  'nothingToCancel',
  'cancelled',
  'backTo',
  'notUnderstood',
  'consentAgain',
  'feedbackThanks',
  'feedbackSorry',
  'handoffAgain',
  'alertAgain',
  'guideChooseAgain',
  'guideListAgain',
  'guideOneAgain',
  'guideWhichAgain',
  'guideStepAgain',
] as const;

type Shape<K extends string, T> = Record<K, T>;
const shape = <K extends string, T>(names: readonly K[], type: T) =>
  Object.fromEntries(names.map((name) => [name, type])) as Shape<K, T>; // keys are `names`

/** Names of the lists of sentences that are used in turn. */
export type ReplyList = (typeof LISTS)[number];

/** `knowledge/replies.yml`: every fixed sentence. `{name}` is filled in; lists are used in turn. */
export const repliesSchema = z.strictObject({
  ...shape(SENTENCES, filled),
  ...shape(LISTS, several),
  groups: z.record(z.string(), filled),
  alert: z
    .record(z.string(), z.strictObject({ now: filled.optional(), today: filled.optional() }))
    .refine((a) => a['default']?.now && a['default'].today, 'needs "default" with "now" and "today"'),
  alertBrief: z.record(z.string(), several),
  alertAsksSafe: z.array(filled),
  guideFelt: z.strictObject({ good: filled, sore: filled, bad: filled, unknown: filled }),
  time: z.strictObject({ seconds: filled, minutes: filled }),
});

export type Replies = z.infer<typeof repliesSchema>;

/** Fills `{name}` placeholders; an unknown name stays as it is, so that a test sees it. */
export function fillPlaceholders(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
