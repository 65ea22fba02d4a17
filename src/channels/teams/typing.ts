import { ActivityTypes, DeliveryModes, type TurnContext } from 'botbuilder';

/** Answers mostly take a few milliseconds; "is typing" before them would only flicker. */
const TYPING_AFTER_MS = 500;
/** Teams takes the sign away after a while; more often would count against its limits on messages. */
const TYPING_AGAIN_MS = 3000;

/** Runs a turn and shows that the bot is typing while it takes longer than half a second. */
export async function withTyping(context: TurnContext, turn: () => Promise<void>): Promise<void> {
  if (context.activity.deliveryMode === DeliveryModes.ExpectReplies) return turn();
  let timer: NodeJS.Timeout;
  const show = () => {
    // The sign is no answer: if it cannot be sent, nothing is lost.
    void context.sendActivity({ type: ActivityTypes.Typing }).catch(() => undefined);
    timer = setTimeout(show, TYPING_AGAIN_MS);
  };
  timer = setTimeout(show, TYPING_AFTER_MS);
  try {
    await turn();
  } finally {
    clearTimeout(timer);
  }
}
