import { renderText } from '../channels/renderText.js';
import type { Language } from '../language/language.js';
import { optionalText, readLanguage, requireText, runJsonLines } from './jsonLines.js';
import { createSession, type SessionChannel, type SessionTurn } from './session.js';

const CHANNELS: readonly string[] = ['web', 'msteams', 'slack'];

/**
 * `kb converse`: whole turns of the real bot, one JSON line each. `language` is what the channel says of the person from that
 * turn of the conversation on.
 */
export async function runConverse(): Promise<number> {
  const session = createSession();
  const turns = new Map<string, number>();
  const languages = new Map<string, Language>();
  return runJsonLines(async (row) => {
    const said = parseTurn(row);
    if (said.language) languages.set(said.conversation, said.language);
    const turn = { ...said, language: languages.get(said.conversation) };
    const count = (turns.get(turn.conversation) ?? 0) + 1;
    turns.set(turn.conversation, count);
    const started = performance.now();
    const { finished, replies } = await session.run(turn);
    const report = finished?.report;
    return {
      conversation: turn.conversation,
      turn: count,
      decision: report?.decision ?? 'fallback',
      intent: report?.intent ?? null,
      ...(report?.intents && { intents: report.intents }),
      redFlag: report?.redFlag ?? null,
      dialog: finished?.dialog ?? 'root',
      replies: replies.map((r) => ({ text: renderText(r), actions: (r.actions ?? []).map((a) => a.say) })),
      ms: Math.round((performance.now() - started) * 100) / 100,
    };
  });
}

/** @throws RangeError naming the field that is wrong */
function parseTurn(row: Record<string, unknown>): SessionTurn {
  const channel = optionalText(row, 'channel') ?? 'web';
  if (!CHANNELS.includes(channel)) throw new RangeError(`"channel" must be one of ${CHANNELS.join(', ')}`);
  const at = optionalText(row, 'at');
  const user = optionalText(row, 'user');
  const language = readLanguage(row);
  if (at !== undefined && Number.isNaN(Date.parse(at)))
    throw new RangeError('"at" must be a time such as 2026-11-22T10:00:00Z');
  return {
    conversation: requireText(row, 'conversation'),
    text: requireText(row, 'text'),
    channel: channel as SessionChannel, // one of CHANNELS
    ...(user !== undefined && { user }),
    ...(at !== undefined && { at: new Date(at) }),
    ...(language && { language }),
  };
}
