// The whole server, killed at any moment while people write. KILLS=300 is the full size.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openConversation, size, startKneebone, until, wordsOf } from './support/kneebone.mjs';
import { startRedis } from './support/redis.mjs';

const KILLS = size('KILLS', 6);
const PEOPLE = 6;
const SECRET = 'a-secret-of-more-than-thirty-two-characters';
/** What is said next depends on all that was said before, so a lost or doubled turn shows in every later one. */
const TEXTS = ['check in', 'knee', 'about three weeks ago', 'yes', 'What is the iliopsoas?', '7', 'no', 'start over'];

/** Says the texts one after the other, each again under the same name until it is acknowledged. */
async function keepTalking(conversation, isOver, tally) {
  for (let n = 0; !isOver(); n++) {
    const name = `m${n}`;
    for (;;) {
      const { status } = await conversation.post(TEXTS[n % TEXTS.length], name);
      if (status === 200) break;
      assert.ok([0, 503].includes(status), `status ${status}`);
      tally.repeated += 1;
      await new Promise((done) => setTimeout(done, 150));
    }
    tally.acknowledged += 1;
    conversation.turns = n + 1;
  }
}

async function checkAgainstCalm(pick, conversations) {
  const calm = await openConversation(pick);
  const turns = Math.max(...conversations.map((c) => c.turns));
  for (let n = 0; n < turns; n++) assert.equal((await calm.post(TEXTS[n % TEXTS.length], `m${n}`)).status, 200);
  const expected = wordsOf(await calm.read());
  for (const conversation of conversations) {
    const activities = await conversation.read();
    assert.equal(activities.filter((a) => a.from.id !== 'kneebone').length, conversation.turns);
    assert.deepEqual(wordsOf(activities), expected.slice(0, activities.length));
  }
}

async function killAgainAndAgain(servers, conversations) {
  const tally = { kills: 0, acknowledged: 0, repeated: 0, slowestStartMs: 0 };
  let isOver = false;
  const talks = conversations.map((c) => keepTalking(c, () => isOver, tally));
  while (tally.kills < KILLS) {
    const server = servers[tally.kills % servers.length];
    await new Promise((done) => setTimeout(done, Math.random() ** 2 * 600));
    await server.kill();
    tally.kills += 1;
    const from = performance.now();
    await server.start();
    tally.slowestStartMs = Math.max(tally.slowestStartMs, performance.now() - from);
  }
  isOver = true;
  await Promise.all(talks);
  return tally;
}

function report(name, { kills, acknowledged, repeated, slowestStartMs }) {
  console.log(
    `whole server, ${name}: ${kills} kills, ${acknowledged} turns acknowledged, 0 lost, 0 answered twice, ` +
      `${repeated} posts repeated by clients, slowest start ${Math.round(slowestStartMs)} ms`,
  );
}

describe('a server that is killed while people write', () => {
  test('with files: every conversation reads as if nothing had happened', { timeout: 3_600_000 }, async () => {
    const server = await startKneebone();
    try {
      const pick = () => server;
      const conversations = await Promise.all(Array.from({ length: PEOPLE }, () => openConversation(pick)));
      const tally = await killAgainAndAgain([server], conversations);
      await checkAgainstCalm(pick, conversations);
      assert.ok(!server.output.includes('STORAGE_DAMAGED'));
      report('files', tally);
    } finally {
      await server.remove();
    }
  });

  test(
    'with Redis and three processes: every conversation reads as if nothing had happened',
    { timeout: 3_600_000 },
    async () => {
      const redis = await startRedis(['--appendfsync', 'always']);
      const env = { STORAGE: 'redis', REDIS_URL: redis.url, WIDGET_SECRET: SECRET };
      const servers = [await startKneebone({ env })];
      try {
        servers.push(...(await Promise.all([1, 2].map(() => startKneebone({ env })))));
        let next = 0;
        const pick = () => servers[next++ % servers.length];
        const conversations = await Promise.all(Array.from({ length: PEOPLE }, () => openConversation(pick)));
        const tally = await killAgainAndAgain(servers, conversations);
        await checkAgainstCalm(pick, conversations);
        report('Redis', tally);
      } finally {
        await Promise.all(servers.map((s) => s.remove()));
        await redis.remove();
      }
    },
  );

  test('a turn that nobody asks for again is answered after the next start', { timeout: 60_000 }, async () => {
    const server = await startKneebone();
    try {
      for (let tries = 0; ; tries++) {
        assert.ok(tries < 30, 'no kill fell between the record and the answer');
        const conversation = await openConversation(() => server);
        const before = (await conversation.read()).length;
        const posted = conversation.post('Should I use ice or heat?', 'once');
        await new Promise((done) => setTimeout(done, 1 + (tries % 10)));
        await server.kill();
        const { status } = await posted;
        await server.start();
        if (status === 200) continue;
        const recorded = (await conversation.read()).slice(before);
        if (recorded.length === 0) continue;
        const all = await until(async () => {
          const said = (await conversation.read()).slice(before);
          return said.length > 1 && said;
        });
        assert.equal(all[0].text, 'Should I use ice or heat?');
        assert.ok(all.slice(1).every((a) => a.replyToId === all[0].id));
        return;
      }
    } finally {
      await server.remove();
    }
  });
});
