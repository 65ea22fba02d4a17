/** Ids of the dialogs, equal to their class names; kept apart so that dialogs can name each other. */
export const DIALOG_IDS = {
  root: 'RootDialog',
  clarify: 'ClarifyDialog',
} as const;
