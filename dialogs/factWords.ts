import type { Site } from '../src/knowledge/entry.js';
import { fillPlaceholders } from '../src/knowledge/replies.js';
import type { Told } from './memory.js';
import { spokenIn } from './spoken.js';
import type { Turn } from './turn.js';

const WEEKS_PER_MONTH = 365.25 / 12 / 7;
const WEEKS_PER_YEAR = 365.25 / 7;
/** From here on months say more than weeks, and years more than months ("about 1 years" never comes up). */
const MONTHS_FROM_WEEKS = 13;
const YEARS_FROM_WEEKS = 100;

/** What a person told, one fact a line, in the words of `check-in.yml`; each place with its side, where that was told. */
export function describeTold(turn: Turn, told: Told): string[] {
  const { facts, sides } = turn.knowledge.checkIn.words;
  const line = (template: string, value: string | undefined) => (value ? [fillPlaceholders(template, { value })] : []);
  const isSideSaid = told.painSide !== undefined || told.surgerySide !== undefined;
  return [
    ...(told.noSurgery ? [facts.noSurgery] : line(facts.surgery, describeOperation(turn, told))),
    ...line(facts.when, told.weeksSince === undefined ? undefined : describeWeeks(turn, told.weeksSince)),
    ...line(facts.pain, describePain(turn, told)),
    ...line(facts.side, isSideSaid ? undefined : told.side && sides[told.side]),
    ...(told.bloodThinner ? [facts.bloodThinner] : []),
  ];
}

/** "knee and hip"; nothing for no name. */
function join(turn: Turn, names: readonly string[]): string | undefined {
  if (names.length < 2) return names[0];
  return `${names.slice(0, -1).join(', ')} ${turn.knowledge.checkIn.words.and} ${names.at(-1)}`;
}

function describeSites(turn: Turn, sites: readonly Site[] | undefined): string | undefined {
  return join(
    turn,
    (sites ?? []).map((s) => turn.knowledge.checkIn.words.sites[s]),
  );
}

/** "right hip", and "hip (both sides)" where the word does not go before the place, as in Spanish. */
function withSide(turn: Turn, place: string | undefined, side: Told['side']): string | undefined {
  if (!place || !side) return place;
  const word = turn.knowledge.checkIn.words.sides[side];
  return side === 'both' || !spokenIn(turn.knowledge.language).isSideFirst ? `${place} (${word})` : `${word} ${place}`;
}

function describePain(turn: Turn, { pain, otherPain, painSide }: Told): string | undefined {
  const { words } = turn.knowledge.checkIn;
  const names = [...(pain ?? []).map((s) => words.sites[s]), ...(otherPain ?? []).map((r) => words.regions[r])];
  return withSide(turn, join(turn, names), painSide);
}

function describeOperation(turn: Turn, told: Told): string | undefined {
  const said = told.operation ? turn.knowledge.checkIn.operations[told.operation]?.say : undefined;
  const parts = [describeSites(turn, told.surgery), said].filter(Boolean);
  return withSide(turn, parts.length > 0 ? parts.join(' ') : undefined, told.surgerySide);
}

function describeWeeks(turn: Turn, weeks: number): string {
  const { weeks: words } = turn.knowledge.checkIn.words;
  if (weeks < 1) return words.zero;
  if (weeks < 2) return words.one;
  const [template, n] =
    weeks < MONTHS_FROM_WEEKS
      ? [words.few, weeks]
      : weeks < YEARS_FROM_WEEKS
        ? [words.months, weeks / WEEKS_PER_MONTH]
        : [words.years, weeks / WEEKS_PER_YEAR];
  return fillPlaceholders(template, { n: String(Math.round(n)) });
}
