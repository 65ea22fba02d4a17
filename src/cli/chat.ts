import { createInterface } from 'node:readline';
import { renderText } from '../channels/renderText.js';
import type { Reply } from '../reply.js';
import { parseLanguageOption } from './parts.js';
import { createSession } from './session.js';

/** `kb chat [--language es]`: a conversation in the terminal. A number chooses the action with that number; Ctrl-D ends it. */
export async function runChat(args: string[] = []): Promise<number> {
  const language = parseLanguageOption(args);
  const session = createSession();
  const input = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  let actions: readonly string[] = [];
  input.prompt();
  for await (const line of input) {
    const text = actions[Number(line) - 1] ?? line;
    const { replies } = await session.run({ conversation: 'terminal', text, language });
    for (const reply of replies) process.stdout.write(`\n${renderText(reply)}\n`);
    actions = replies.flatMap(listActions);
    actions.forEach((a, i) => process.stdout.write(`  ${i + 1}) ${a}\n`));
    input.prompt();
  }
  process.stdout.write('\n');
  return 0;
}

const listActions = (reply: Reply) => (reply.actions ?? []).map((a) => a.say);
