import type { Action, Reply, ReplyBlock } from '../../reply.js';

/** A reply, or a part of one that was too large for a message; the steps of a part may start after the first. */
export type TeamsReply = Omit<Reply, 'blocks'> & {
  readonly blocks: readonly (ReplyBlock & { readonly start?: number })[];
};

/**
 * Longest label that a button shows whole on a phone: 34 letters take about 230 of the 258 px that a card has there at 320 px.
 * More would be cut; fewer would make rows of labels that read well as buttons.
 */
const MAX_BUTTON_CHARS = 34;

export const isShort = ({ label }: Action) => label.length <= MAX_BUTTON_CHARS;
