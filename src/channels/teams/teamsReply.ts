import type { Action, Reply, ReplyBlock } from '../../reply.js';

/** A reply, or a part of one that was too large for a message; the steps of a part may start after the first. */
export type TeamsReply = Omit<Reply, 'blocks'> & {
  readonly blocks: readonly (ReplyBlock & { readonly start?: number })[];
};

/** Longest label that Teams shows whole on a button of a phone, as measured on a 320 px wide card. */
const MAX_BUTTON_CHARS = 34;

export const isShort = ({ label }: Action) => label.length <= MAX_BUTTON_CHARS;
