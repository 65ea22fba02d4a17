import { z } from 'zod';
import { createProblem, ProblemsError, type Problem } from './errors.js';

/** Everything that can be set from outside, checked. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly region: Region;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly storage: 'lowdb' | 'redis' | 'memory';
  readonly dataDir: string;
  readonly redisUrl: string;
  readonly retentionDays: number;
  readonly reviewQueue: 'redacted' | 'off';
  /** Largest numbers in a minute; beyond them 429. */
  readonly rates: { readonly turnsPerPerson: number; readonly requestsPerAddress: number };
  /** Open connections of one process; beyond them new ones are closed at once. */
  readonly maxConnections: number;
  readonly widget: { readonly origins: readonly string[]; readonly secrets: readonly string[] };
  readonly microsoft: {
    readonly appId: string;
    readonly appPassword: string;
    readonly appType: string;
    readonly appTenantId: string;
  };
  readonly slack: {
    readonly signingSecrets: readonly string[];
    readonly botToken: string;
    readonly appToken: string;
    readonly apiUrl: string;
  };
  /** Pages of the operator that the Teams package and the demonstration site link to; empty where there are none. */
  readonly legal: { readonly privacyUrl: string; readonly termsUrl: string };
  readonly contact: { readonly name: string; readonly url: string; readonly phone: string };
  readonly handoffWebhookUrl: string;
  readonly adminTokens: readonly string[];
}

export type Region = 'us' | 'uk' | 'ie' | 'eu' | 'unknown';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const MIN_SECRET_CHARS = 32;

const text = (fallback = '') =>
  z
    .string()
    .optional()
    .transform((v) => v?.trim() || fallback);
const oneOf = <const T extends readonly string[]>(values: T, fallback: T[number]) =>
  text(fallback).pipe(z.enum(values as unknown as [T[number], ...T[number][]], `must be one of ${values.join(', ')}`));
const wholeNumber = (fallback: number, min: number, max: number) =>
  text(String(fallback)).pipe(
    z
      .string()
      .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
      .transform(Number)
      .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`),
  );
const url = (protocols: string[], fallback = '') =>
  text(fallback).refine(
    (v) => v === '' || isUrl(v, protocols),
    `must be a full address (${protocols.join('// or ')}//…)`,
  );
const list = () =>
  text().transform((v) =>
    v
      .split(',')
      .map((s) => s.trim())
      .filter(Boolean),
  );

const schema = z.object({
  PORT: wholeNumber(3978, 0, 65535),
  HOST: text('127.0.0.1'),
  PUBLIC_URL: url(['http:', 'https:']),
  REGION: text().pipe(z.enum(['', 'us', 'uk', 'ie', 'eu'], 'must be us, uk, ie, eu or empty')),
  LOG_LEVEL: oneOf(LOG_LEVELS, 'info'),
  STORAGE: oneOf(['lowdb', 'redis', 'memory'], 'lowdb'),
  DATA_DIR: text('data'),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://127.0.0.1:6379'),
  RETENTION_DAYS: wholeNumber(30, 1, 3650),
  REVIEW_QUEUE: oneOf(['redacted', 'off'], 'redacted'),
  RATE_TURNS: wholeNumber(60, 1, 100_000),
  RATE_REQUESTS: wholeNumber(6000, 1, 10_000_000),
  MAX_CONNECTIONS: wholeNumber(5000, 1, 1_000_000),
  WIDGET_ORIGINS: list().refine(
    (v) => v.every(isOrigin),
    'must be origins such as https://clinic.example, comma-separated',
  ),
  WIDGET_SECRET: list().refine(
    (v) => v.every((s) => s.length >= MIN_SECRET_CHARS),
    `must have at least ${MIN_SECRET_CHARS} characters`,
  ),
  MicrosoftAppId: text(),
  MicrosoftAppPassword: text(),
  MicrosoftAppType: oneOf(['MultiTenant', 'SingleTenant', 'UserAssignedMSI'], 'MultiTenant'),
  MicrosoftAppTenantId: text(),
  SLACK_SIGNING_SECRET: list(),
  SLACK_BOT_TOKEN: text(),
  SLACK_APP_TOKEN: text(),
  SLACK_API_URL: url(['http:', 'https:'], 'https://slack.com/api/'),
  PRIVACY_URL: url(['http:', 'https:']),
  TERMS_URL: url(['http:', 'https:']),
  CONTACT_NAME: text(),
  CONTACT_URL: url(['http:', 'https:']),
  CONTACT_PHONE: text().refine((v) => v === '' || /^\+?[\d ()-]{3,20}$/.test(v), 'must be a telephone number'),
  HANDOFF_WEBHOOK_URL: url(['http:', 'https:']),
  ADMIN_TOKEN: list(),
});

/** The names of all settings, for the test that compares them with `.env.example`. */
export const CONFIG_NAMES: readonly string[] = Object.keys(schema.shape);

/**
 * Checks the environment as a whole.
 *
 * An empty value counts as not set. Names that are not ours are ignored.
 * @throws ProblemsError with every fault at once.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = schema.safeParse(env);
  if (!parsed.success) throw new ProblemsError(parsed.error.issues.map(toProblem));
  const problems = findConflicts(parsed.data);
  if (problems.length > 0) throw new ProblemsError(problems);
  return toConfig(parsed.data);
}

/** True for addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host);
}

type Env = z.infer<typeof schema>;

function toConfig(e: Env): Config {
  return {
    port: e.PORT,
    host: e.HOST,
    publicUrl: (e.PUBLIC_URL || `http://localhost:${e.PORT}`).replace(/\/+$/, ''),
    region: e.REGION === '' ? 'unknown' : e.REGION,
    logLevel: e.LOG_LEVEL,
    storage: e.STORAGE,
    dataDir: e.DATA_DIR,
    redisUrl: e.REDIS_URL,
    retentionDays: e.RETENTION_DAYS,
    reviewQueue: e.REVIEW_QUEUE,
    rates: { turnsPerPerson: e.RATE_TURNS, requestsPerAddress: e.RATE_REQUESTS },
    maxConnections: e.MAX_CONNECTIONS,
    widget: { origins: e.WIDGET_ORIGINS, secrets: e.WIDGET_SECRET },
    microsoft: {
      appId: e.MicrosoftAppId,
      appPassword: e.MicrosoftAppPassword,
      appType: e.MicrosoftAppType,
      appTenantId: e.MicrosoftAppTenantId,
    },
    slack: {
      signingSecrets: e.SLACK_SIGNING_SECRET,
      botToken: e.SLACK_BOT_TOKEN,
      appToken: e.SLACK_APP_TOKEN,
      apiUrl: e.SLACK_API_URL,
    },
    legal: { privacyUrl: e.PRIVACY_URL, termsUrl: e.TERMS_URL },
    contact: { name: e.CONTACT_NAME, url: e.CONTACT_URL, phone: e.CONTACT_PHONE },
    handoffWebhookUrl: e.HANDOFF_WEBHOOK_URL,
    adminTokens: e.ADMIN_TOKEN,
  };
}

function findConflicts(e: Env): Problem[] {
  const problems: Problem[] = [];
  const add = (name: string, message: string, remedy: string) =>
    problems.push(createProblem('CONFIG_INVALID', name, 0, message, remedy));
  if (e.STORAGE === 'redis' && e.WIDGET_SECRET.length === 0)
    add(
      'WIDGET_SECRET',
      'is missing although STORAGE is redis: every process would sign with a secret of its own',
      'set the same 32 or more random characters for all processes, for example from "openssl rand -base64 32"',
    );
  if (e.MicrosoftAppId && !e.MicrosoftAppPassword && e.MicrosoftAppType !== 'UserAssignedMSI')
    add('MicrosoftAppPassword', 'is missing although MicrosoftAppId is set', "set the app's secret, or clear the id");
  if (e.MicrosoftAppId && e.MicrosoftAppType !== 'MultiTenant' && !e.MicrosoftAppTenantId)
    add('MicrosoftAppTenantId', `is missing although MicrosoftAppType is ${e.MicrosoftAppType}`, 'set the tenant id');
  if (e.SLACK_BOT_TOKEN && e.SLACK_SIGNING_SECRET.length === 0 && !e.SLACK_APP_TOKEN)
    add(
      'SLACK_SIGNING_SECRET',
      'is missing although SLACK_BOT_TOKEN is set',
      'set it, or SLACK_APP_TOKEN for Socket Mode',
    );
  if (!e.SLACK_BOT_TOKEN && (e.SLACK_SIGNING_SECRET.length > 0 || e.SLACK_APP_TOKEN))
    add(
      'SLACK_BOT_TOKEN',
      'is missing although other Slack settings are set',
      'set the bot token, or clear the others',
    );
  return problems;
}

function toProblem(issue: z.core.$ZodIssue): Problem {
  return createProblem('CONFIG_INVALID', String(issue.path[0] ?? 'environment'), 0, issue.message);
}

function isUrl(value: string, protocols: string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

function isOrigin(value: string): boolean {
  return isUrl(value, ['http:', 'https:']) && new URL(value).origin === value;
}
