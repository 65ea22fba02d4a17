// Slack with the real Bolt, the real bot, a stateful Slack Web API (`emulate`) and signed requests.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import { after, before, beforeEach, describe, test } from 'node:test';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { drawMessages } from './drawBlocks.mjs';
import { createSender, SECRET, startWorkspace, TOKEN, until } from './workspace.mjs';
import '../support/endSoon.mjs';

const build = process.env.BUILD ?? path.resolve('dist');
const load = (file) => import(pathToFileURL(path.join(build, 'src', file)));
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'kneebone-slack-'));

async function startKneebone(workspace, env = {}) {
  const [{ createApp }, { readConfig }] = await Promise.all([load('app.js'), load('config.js')]);
  const config = readConfig({
    STORAGE: 'memory',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    REGION: 'uk',
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: workspace.apiUrl,
    ...env,
  });
  const app = await createApp({ config });
  await new Promise((done) => app.server.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${app.server.address().port}`;
  const close = async () => {
    await app.close();
    app.server.server.closeAllConnections();
    await new Promise((done) => app.server.close(done));
  };
  return { ...createSender(base, workspace.team), close };
}

let slack;
let kneebone;
before(async () => {
  slack = await startWorkspace();
  kneebone = await startKneebone(slack);
});
after(async () => {
  await kneebone.close();
  await slack.close();
  rmSync(dataDir, { recursive: true, force: true });
});
beforeEach(() => void slack.calls.splice(0));

/** Writes a message as Ann or Bob, and gives the event that tells of it. */
async function write(channel, text, user = slack.ann) {
  const { ts } = await slack.ask('chat.postMessage', { channel, text }, user === slack.bob ? 'xoxp-bob' : 'xoxp-ann');
  return { type: 'message', channel, channel_type: channel === slack.knees ? 'channel' : 'im', user, text, ts };
}
const posted = (channel) => slack.of('chat.postMessage').filter((c) => c.args.channel === channel);
const read = (calls) => calls.map((c) => c.args.text).join('\n');

describe('Slack', () => {
  test('a direct question gets a short answer with sources, kept by Slack as it was sent', async () => {
    await kneebone.event(await write(slack.dm, 'I had hip surgery, why does my knee hurt?'));
    await until(() => read(posted(slack.dm)).includes('Sources'));
    await drawMessages('slack-answer', posted(slack.dm));
    const kept = await slack.replies(slack.dm, posted(slack.dm)[0].args.thread_ts);
    assert.deepEqual(kept.at(-1).blocks, posted(slack.dm).at(-1).args.blocks);
    assert.match(read(posted(slack.dm)), /automated assistant/);
  });

  test('the button of that message is answered and gives way to what was chosen', async () => {
    const asked = await write(slack.dm, 'what is the iliopsoas?');
    await kneebone.event(asked);
    const find = async (isIt) => (await slack.replies(slack.dm, asked.ts)).find(isIt);
    const message = await until(() => find((m) => m.text.includes('Tell me more') && m.blocks));
    const { ts } = message;
    const button = message.blocks.flatMap((b) => b.elements ?? []).find((e) => e.value === 'Tell me more');
    const before = posted(slack.dm).length;
    const actions = [{ ...button, action_ts: '1700000000.1' }];
    await kneebone.press({
      user: { id: slack.ann },
      channel: { id: slack.dm },
      container: { type: 'message', message_ts: ts },
      message,
      actions,
    });
    await until(() => posted(slack.dm).length > before);
    await drawMessages('slack-more', posted(slack.dm).slice(-1));
    const after = await until(() => find((m) => m.ts === ts && !m.blocks.some((b) => b.type === 'actions')));
    assert.match(JSON.stringify(after.blocks), /Chosen: Tell me more/);
  });

  test('a mention delivered 11 times, as mention and as message, is answered once, in its thread', async () => {
    const post = await write(slack.knees, `<@${slack.bot}> what is the psoas?`);
    const statuses = await Promise.all(
      Array.from({ length: 11 }, (_, i) => kneebone.event({ ...post, type: i % 2 ? 'app_mention' : 'message' })),
    );
    assert.deepEqual(statuses, Array(11).fill(200));
    await until(() => posted(slack.knees).length > 0);
    await wait(300);
    assert.equal(posted(slack.knees).length, 1);
    assert.equal(posted(slack.knees)[0].args.thread_ts, post.ts);
    assert.match(read(slack.of('chat.postEphemeral')), /^$|automated assistant/);
  });

  test('a check-in asked for in a channel goes on in the direct message', async () => {
    await kneebone.event(await write(slack.knees, `<@${slack.bot}> check in with me`));
    await until(() => read(posted(slack.dm)).includes('What was operated on'));
    assert.equal(posted(slack.knees).length, 0);
    assert.match(read(slack.of('chat.postEphemeral')), /Only you can see this/);
    await kneebone.event(await write(slack.dm, 'left knee replacement'));
    await until(() => read(posted(slack.dm)).includes('When was the operation'));
    await kneebone.event(await write(slack.dm, 'stop'));
  });

  test('a warning sign in a channel is answered to the person alone, at once and in the direct message', async () => {
    await kneebone.event(await write(slack.knees, `<@${slack.bot}> my chest hurts and I can't breathe`));
    await until(() => /999/.test(read(posted(slack.dm))));
    assert.equal(posted(slack.knees).length, 0);
    assert.match(read(slack.of('chat.postEphemeral')), /999/);
    await drawMessages('slack-alert', [...slack.of('chat.postEphemeral'), ...posted(slack.dm)]);
  });

  test('the command is answered to the person alone', async () => {
    await kneebone.command({
      channel_id: slack.knees,
      user_id: slack.bob,
      text: 'how should I sleep after hip surgery?',
      response_url: slack.responseUrl,
    });
    await until(() => slack.of('respond').length > 0);
    assert.equal(posted(slack.knees).length, 0);
    assert.ok(slack.of('respond').every((c) => c.args.response_type === 'ephemeral'));
  });

  test('the home tab is published, and the first questions are offered', async () => {
    await kneebone.event({ type: 'app_home_opened', user: slack.ann, channel: slack.dm, tab: 'home' });
    await kneebone.event({ type: 'app_home_opened', user: slack.ann, channel: slack.dm, tab: 'messages' });
    const [home] = await until(() => slack.of('views.publish').length > 0 && slack.of('views.publish'));
    await until(() => slack.of('assistant.threads.setSuggestedPrompts').length > 0);
    assert.match(JSON.stringify(home.args.view), /999/);
    await drawMessages('slack-home', [{ args: home.args.view }]);
  });

  test('a rate limit is waited for, and the answer comes once', async () => {
    slack.limits.push('chat.postMessage');
    await kneebone.event(await write(slack.dm, 'what is the piriformis?'));
    const calls = await until(() => posted(slack.dm).length >= 2 && posted(slack.dm));
    assert.ok(calls[1].at - calls[0].at >= 2000);
    await wait(300);
    assert.equal(
      new Set(
        posted(slack.dm)
          .slice(1)
          .map((c) => c.args.text),
      ).size,
      posted(slack.dm).length - 1,
    );
  });

  test('a token that Slack refuses ends no process', async (t) => {
    const other = await startKneebone(slack, { SLACK_BOT_TOKEN: 'xoxb-revoked' });
    t.after(other.close);
    assert.equal(await other.event(await write(slack.dm, 'hello')), 200);
    await wait(300);
    assert.equal(await other.event(await write(slack.dm, 'hello')), 200);
    assert.equal(posted(slack.dm).length, 0);
  });

  test('Socket Mode needs no address of ours', async (t) => {
    const other = await startKneebone(slack, { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-system' });
    t.after(other.close);
    const [socket] = await until(() => slack.sockets.clients.size > 0 && [...slack.sockets.clients]);
    const acks = [];
    socket.on('message', (data) => acks.push(JSON.parse(data).envelope_id));
    await wait(100);
    const payload = {
      type: 'event_callback',
      team_id: slack.team,
      event_id: 'Ev-socket',
      event: await write(slack.dm, 'what is the kinetic chain?'),
    };
    socket.send(JSON.stringify({ type: 'events_api', envelope_id: 'e1', payload }));
    await until(() => /Sources/.test(read(posted(slack.dm))));
    assert.deepEqual(acks, ['e1']);
  });

  test('a tool guide step by step, with its questions first', async () => {
    for (const text of ['guide me through a tool', 'How to rest with your legs up', 'None of these fit me']) {
      const before = posted(slack.bobsDm).length;
      await kneebone.event(await write(slack.bobsDm, text, slack.bob));
      await until(() => posted(slack.bobsDm).length > before);
    }
    await until(() => /Step 1 of/.test(read(posted(slack.bobsDm))));
    await drawMessages('slack-guide', posted(slack.bobsDm).slice(-3));
    assert.match(read(posted(slack.bobsDm)), /1\. /);
  });
});
