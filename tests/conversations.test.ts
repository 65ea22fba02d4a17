import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadRealDeciders } from './realDecider.js';
import { answers, createTalk, withoutEntry, type Heard, type Talk } from './conversations/talk.js';

const deciders = loadRealDeciders();
const decider = deciders.of.en;
const folder = path.resolve(__dirname, 'conversations');
const word = z.union([z.string(), z.number()]).transform(String);
const several = z.union([word, z.array(word)]).transform((v) => (Array.isArray(v) ? v : [v]));

/** `tests/conversations/README.md` describes the fields for curators. */
const turnSchema = z
  .strictObject({
    user: z.string().optional(),
    press: z.string().optional(),
    file: z.string().optional(),
    rates: z.strictObject({ entry: z.string(), helpful: z.boolean() }).optional(),
    who: z.string().optional(),
    channel: z.string().optional(),
    conversation: z.string().optional(),
    at: z.coerce.date().optional(),
    matched: z
      .strictObject({ answer: several.optional(), clarify: several.optional(), nothing: z.literal(true).optional() })
      .optional(),
    removed: z.string().optional(),
    untranslated: z.string().optional(),
    locale: z.string().optional(),
    decision: z.enum(['redFlag', 'answer', 'clarify', 'fallback', 'dialog', 'cancelled']).optional(),
    intent: z.string().nullable().optional(),
    intents: z.array(z.string()).optional(),
    redFlag: z.string().optional(),
    dialog: z.string().optional(),
    first: z.string().optional(),
    says: several.optional(),
    not: several.optional(),
    offers: several.optional(),
    offersOnly: z.array(z.string()).optional(),
    noOffer: several.optional(),
    asksFeedback: z.string().optional(),
    recorded: several.optional(),
    sent: z.boolean().optional(),
  })
  .refine(
    (t) => [t.user, t.press, t.file, t.rates].filter((v) => v !== undefined).length === 1,
    'needs one of user, press, file, rates',
  );

const transcriptSchema = z.strictObject({
  title: z.string(),
  env: z.record(z.string(), z.string()).optional(),
  handoff: z.enum(['works', 'fails']).optional(),
  turns: z.array(turnSchema).min(1),
});

type ScriptedTurn = z.infer<typeof turnSchema>;

const files = readdirSync(folder).filter((f) => f.endsWith('.yml'));
const transcripts = files.map((file) => ({
  file,
  list: z.array(transcriptSchema).parse(parse(readFileSync(path.join(folder, file), 'utf8'))),
}));

afterAll(() => answers.close());

describe.each(transcripts)('conversations in $file', ({ list }) => {
  test.each(list)('$title', async ({ turns, env, handoff }) => {
    const talk = createTalk({ decider, deciders, handoff, ...(env && { env }) });
    let before: Heard | undefined;
    for (const [i, turn] of turns.entries()) {
      const heard = await play(talk, turn, before);
      expect({ turn: i + 1, ...observe(heard, turn, talk) }).toEqual({ turn: i + 1, ...expectation(turn) });
      before = heard;
    }
    expect(talk.log.errors).toEqual([]);
  });
});

test('there are at least 80 conversations, each with its own title', () => {
  const titles = transcripts.flatMap((t) => t.list.map((c) => c.title));
  expect(titles.length).toBeGreaterThanOrEqual(80);
  expect(new Set(titles).size).toBe(titles.length);
});

async function play(talk: Talk, turn: ScriptedTurn, before: Heard | undefined): Promise<Heard> {
  if (turn.removed) talk.change((knowledge) => withoutEntry(knowledge, turn.removed ?? ''));
  if (turn.untranslated) talk.forgetTranslation(turn.untranslated);
  if (turn.press !== undefined) expect(before?.actions ?? []).toContain(turn.press);
  const activity = turn.rates
    ? { type: 'event', name: 'kneebone/feedback', value: turn.rates }
    : turn.file
      ? { attachments: [{ contentType: turn.file }] }
      : {};
  return talk.say(turn.user ?? turn.press ?? '', {
    activity: { ...activity, ...(turn.locale && { locale: turn.locale }) },
    ...(turn.matched && { matched: turn.matched }),
    ...(turn.who && { user: turn.who }),
    ...(turn.channel && { channel: turn.channel }),
    ...(turn.conversation && { conversation: turn.conversation }),
    ...(turn.at && { at: turn.at }),
  });
}

/** What the turn shows of the things that the script names; missing texts and buttons are listed by name. */
function observe(heard: Heard, turn: ScriptedTurn, talk: Talk): Record<string, unknown> {
  const report = heard.turn?.report;
  const has = (part: string) => heard.text.toLowerCase().includes(part.toLowerCase());
  const pick = <T>(wanted: unknown, value: T) => (wanted === undefined ? undefined : value);
  return clean({
    decision: pick(turn.decision, report?.decision),
    intent: pick(turn.intent, report?.intent ?? null),
    intents: pick(turn.intents, report?.intents),
    redFlag: pick(turn.redFlag, report?.redFlag ?? 'none'),
    dialog: pick(turn.dialog, heard.turn?.dialog),
    first: pick(turn.first, heard.text.replace(/^\**/, '').slice(0, turn.first?.length)),
    says: pick(turn.says, turn.says?.filter(has)),
    not: pick(
      turn.not,
      turn.not?.filter((n) => !has(n)),
    ),
    offers: pick(
      turn.offers,
      turn.offers?.filter((o) => heard.actions.includes(o)),
    ),
    offersOnly: pick(turn.offersOnly, heard.actions),
    noOffer: pick(
      turn.noOffer,
      turn.noOffer?.filter((o) => !heard.actions.includes(o)),
    ),
    asksFeedback: pick(turn.asksFeedback, heard.replies.find((r) => r.feedback)?.feedback?.entry ?? 'none'),
    recorded: pick(
      turn.recorded,
      talk.log.feedback.map((f) => `${f.entry} ${f.helpful ? 'helped' : 'did not help'}`),
    ),
    sent: pick(turn.sent, talk.log.handoff.length > 0),
    ...(heard.replies.length === 0 && !turn.rates && { silent: true }),
  });
}

function expectation(turn: ScriptedTurn): Record<string, unknown> {
  const {
    decision,
    intent,
    intents,
    redFlag,
    dialog,
    first,
    says,
    not,
    offers,
    offersOnly,
    noOffer,
    asksFeedback,
    recorded,
    sent,
  } = turn;
  return clean({
    decision,
    intent,
    intents,
    redFlag,
    dialog,
    first,
    says,
    not,
    offers,
    offersOnly,
    noOffer,
    asksFeedback,
    recorded,
    sent,
  });
}

function clean(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined));
}
