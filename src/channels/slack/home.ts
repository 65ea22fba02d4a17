import type { types } from '@slack/bolt';
import type { Config } from '../../config.js';
import { fillNumbers } from '../../knowledge/region.js';
import type { Knowledge } from '../../knowledge/loadKnowledge.js';
import { fillPlaceholders } from '../../knowledge/replies.js';
import { actionParts } from './actionBlocks.js';
import { header, section, smallPrint } from './blocks.js';
import { toMrkdwn } from './mrkdwn.js';

type HomeKnowledge = Pick<Knowledge, 'channels' | 'entries' | 'regions'>;

/** What a person sees on the app's Home tab: what the bot is for, an emergency number, what is kept, first questions. */
export function composeHome(
  knowledge: HomeKnowledge,
  { region, retentionDays }: Pick<Config, 'region' | 'retentionDays'>,
): types.HomeView {
  const texts = knowledge.channels.slack;
  const fill = (text: string) =>
    fillPlaceholders(fillNumbers(text, knowledge.regions[region]), { days: String(retentionDays) });
  const actions = listPrompts(knowledge).map((title) => ({ label: title, say: title }));
  const parts = [
    ...header(texts.homeTitle),
    ...section(fill(texts.homeIntro)),
    ...section(`**${fill(texts.homeUrgent)}**`, '🚨 '),
    ...section(texts.homeHow),
    ...section(texts.homeAsk),
    ...actionParts({ kind: 'answer', blocks: [], actions }, texts),
    ...smallPrint(toMrkdwn(fill(texts.homePrivacy))),
  ];
  return { type: 'home', blocks: parts.map((p) => p.block) };
}

/** The questions that Slack offers in an empty conversation, as `assistant.threads.setSuggestedPrompts` takes them. */
export function composePrompts(knowledge: HomeKnowledge) {
  return {
    title: knowledge.channels.slack.promptsTitle,
    prompts: listPrompts(knowledge).map((title) => ({ title, message: title })),
  };
}

function listPrompts({ channels, entries }: HomeKnowledge): string[] {
  return channels.slack.prompts.flatMap((id) => entries.get(id)?.title ?? []);
}
