import {
  ActivityTypes,
  CloudAdapter,
  TurnContext,
  type Activity,
  type InvokeResponse,
  type ResourceResponse,
} from 'botbuilder';
import { heldTurn, type TurnHandler } from '../channel.js';
import { HttpError } from '../http.js';

/** The SDK's adapter without its own answers: it would put messages of its errors into the response and on the console. */
export class BotFrameworkAdapter extends CloudAdapter {
  /**
   * Checks the signature and runs one turn.
   * @returns what the sender waits for; nothing where 200 says it all
   * @throws HttpError 401 when the token is not genuine
   */
  async receive(authorization: string, activity: Activity, handler: TurnHandler): Promise<InvokeResponse | undefined> {
    let hasBegun = false;
    try {
      return await this.processActivity(authorization, activity, (context) => {
        hasBegun = true;
        return handler(context);
      });
    } catch (error) {
      if (!hasBegun && isRefusal(error)) throw new HttpError(401, 'HTTP_UNAUTHORIZED');
      throw error;
    }
  }

  /** Told of each message that the service took, with the id that it gave it. */
  onDelivered: (activity: Partial<Activity>, id: string) => Promise<void> = async () => undefined;

  /** Runs a turn that an earlier process recorded and did not finish. */
  async resume(appId: string, activity: Partial<Activity>, handler: TurnHandler): Promise<void> {
    const reference = TurnContext.getConversationReference(activity);
    await this.continueConversationAsync(appId, reference, (context) => {
      Object.assign(context.activity, activity);
      return handler(context);
    });
  }

  /** Sends at once, or keeps what a held turn says; only signs such as "is typing" are never kept. */
  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const outcome = heldTurn(context);
    if (outcome && activities.every(isSaid)) {
      outcome.replies.push(...activities);
      return activities.map(() => ({ id: '' }));
    }
    const sent = await super.sendActivities(context, activities);
    await Promise.all(activities.map((activity, i) => this.onDelivered(activity, sent[i]?.id ?? '')));
    return sent;
  }

  /** Runs a turn in a context made elsewhere, for example for another conversation of the same person. */
  async runIn(context: TurnContext, handler: TurnHandler): Promise<void> {
    await this.runMiddleware(context, handler);
  }
}

const isSaid = ({ type }: Partial<Activity>) => type === ActivityTypes.Message || type === ActivityTypes.Event;

/** The SDK throws its own error with a status, or that of the token library with a name. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isJwt = ['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'].includes(error.name);
  return isJwt || ('statusCode' in error && error.statusCode === 401);
}
