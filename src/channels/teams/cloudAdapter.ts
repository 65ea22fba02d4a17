import { CloudAdapter, type Activity, type InvokeResponse, type TurnContext } from 'botbuilder';
import type { TurnHandler } from '../channel.js';
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

  /** Runs a turn in a context made elsewhere, for example for another conversation of the same person. */
  async runIn(context: TurnContext, handler: TurnHandler): Promise<void> {
    await this.runMiddleware(context, handler);
  }
}

/** The SDK throws its own error with a status, or that of the token library with a name. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isJwt = ['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'].includes(error.name);
  return isJwt || ('statusCode' in error && error.statusCode === 401);
}
