import { ActionTypes, ActivityTypes, InputHints, type Activity } from 'botbuilder';
import type { Reply } from '../reply.js';
import { renderText } from './renderText.js';

/**
 * Renders for Direct Line: Markdown text and suggested actions that any client shows, and the reply itself in
 * `channelData.kneebone` for our own widget.
 */
export function renderDirectLine(reply: Reply, activity: Partial<Activity>): Partial<Activity>[] {
  const actions = (reply.actions ?? []).map((a) => ({ type: ActionTypes.ImBack, title: a.label, value: a.say }));
  return [
    {
      ...activity,
      type: ActivityTypes.Message,
      text: renderText(reply),
      textFormat: 'markdown',
      inputHint: InputHints.AcceptingInput,
      ...(actions.length > 0 && { suggestedActions: { to: [], actions } }),
    },
  ];
}
