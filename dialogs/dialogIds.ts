/** Ids of the dialogs, equal to their class names; kept apart so that dialogs can name each other. */
export const DIALOG_IDS = {
  root: 'RootDialog',
  clarify: 'ClarifyDialog',
  checkIn: 'CheckInDialog',
  toolGuide: 'ToolGuideDialog',
  consent: 'ConsentDialog',
  handoff: 'HandoffDialog',
} as const;

export type DialogId = (typeof DIALOG_IDS)[keyof typeof DIALOG_IDS];
