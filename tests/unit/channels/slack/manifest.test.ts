import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { knowledge } from './startSlack.js';

const address = z.string().regex(/^https:\/\/chat\.example\.org\/api\/slack\//);
const manifestSchema = z.strictObject({
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    long_description: z.string().min(174).max(4000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    agent_view: z.strictObject({ agent_description: z.string().max(300) }),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().regex(/^\/[a-z-]{1,31}$/),
        url: address,
        description: z.string().max(2000),
        usage_hint: z.string().max(1000),
        should_escape: z.literal(true),
      }),
    ),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: address, bot_events: z.array(z.string()) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: address }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});

const manifest = manifestSchema.parse(parse(readFileSync('slack-app-manifest.yml', 'utf8')));
const { bot: scopes } = manifest.oauth_config.scopes;
const { bot_events: events } = manifest.settings.event_subscriptions;
const folder = 'src/channels/slack';
const source = readdirSync(folder)
  .map((f) => readFileSync(path.join(folder, f), 'utf8'))
  .join('\n');

/** The scope that Slack documents for each method and event; those without one need none. */
const SCOPES: Readonly<Record<string, string | undefined>> = {
  'auth.test': undefined,
  'views.publish': undefined,
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.open': 'im:write',
  'assistant.threads.setStatus': 'assistant:write',
  'assistant.threads.setSuggestedPrompts': 'assistant:write',
  app_home_opened: undefined,
  app_uninstalled: undefined,
  tokens_revoked: undefined,
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
};

describe('slack-app-manifest.yml', () => {
  test('asks for the scopes that our calls and events need, and for no other', () => {
    const methods = [...source.matchAll(/'((?:auth|chat|conversations|views|assistant\.threads)\.[a-zA-Z]+)'/g)].map(
      (m) => m[1] ?? '',
    );
    const needed = [...methods, ...events].map((name) => {
      expect(Object.keys(SCOPES)).toContain(name);
      return SCOPES[name];
    });
    const wanted = new Set([...needed.flatMap((s) => s ?? []), 'commands']);
    expect([...scopes].sort()).toEqual([...wanted].sort());
  });

  test('subscribes to the events that are listened to', () => {
    const heard = events.map((e) => e.replace(/^message\..*/, 'message'));
    for (const event of heard) expect(source).toContain(`case '${event}'`);
  });

  test('names our routes', () => {
    const { event_subscriptions, interactivity } = manifest.settings;
    const urls = [
      event_subscriptions.request_url,
      interactivity.request_url,
      ...manifest.features.slash_commands.map((c) => c.url),
    ];
    expect(urls.map((u) => new URL(u).pathname)).toEqual([
      '/api/slack/events',
      '/api/slack/interactions',
      '/api/slack/commands',
    ]);
  });
});

describe('the prompts of knowledge/channels.yml', () => {
  test('name entries that exist', () => {
    expect(knowledge.channels.slack.prompts.filter((id) => !knowledge.entries.has(id))).toEqual([]);
  });
});
