import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call that reached the fake Web API. */
export interface FakeCall {
  readonly method: string;
  readonly args: Record<string, any>; // as a test looks at it
}

type Answer = { status?: number; headers?: Record<string, string>; body: unknown };

/** A Web API on loopback that takes everything, writes it down, and refuses what a test tells it to. */
export async function startFakeSlack() {
  const calls: FakeCall[] = [];
  const planned = new Map<string, Answer[]>();
  let count = 0;
  const server = createServer(async (req, res) => {
    const method = (req.url ?? '').split('/').pop() ?? '';
    const args = parseBody(req, await readAll(req));
    calls.push({ method, args });
    const answer = planned.get(method)?.shift() ?? { body: usual(method, args, ++count) };
    res.writeHead(answer.status ?? 200, { 'Content-Type': 'application/json', ...answer.headers });
    res.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // listening on TCP
  return {
    url: `http://127.0.0.1:${port}/api/`,
    responseUrl: `http://127.0.0.1:${port}/commands/answer`,
    calls,
    /** Calls of these methods, oldest first. */
    of: (...methods: string[]) => calls.filter((c) => methods.includes(c.method)),
    /** Answers the next call of the method like this. */
    plan: (method: string, answer: Answer) => planned.set(method, [...(planned.get(method) ?? []), answer]),
    refuse(method: string, error: string, times = 1) {
      for (let i = 0; i < times; i++) this.plan(method, { body: { ok: false, error } });
    },
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
}

function usual(method: string, args: Record<string, unknown>, count: number): unknown {
  if (method === 'auth.test') return { ok: true, user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1' };
  if (method === 'conversations.open') return { ok: true, channel: { id: `D-${args['users']}` } };
  return { ok: true, ts: `1700000000.${String(count).padStart(6, '0')}`, channel: args['channel'] };
}

async function readAll(req: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of req) text += chunk;
  return text;
}

function parseBody(req: IncomingMessage, text: string): Record<string, unknown> {
  if (req.headers['content-type']?.startsWith('application/json')) return JSON.parse(text);
  const form = Object.fromEntries(new URLSearchParams(text));
  return {
    ...form,
    ...(form['blocks'] && { blocks: JSON.parse(form['blocks']) }),
    ...(form['view'] && { view: JSON.parse(form['view']) }),
  };
}
