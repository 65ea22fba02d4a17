import { createMatcher, restoreMatcher, type Matcher } from './matcher.js';

/** A warning sign that an utterance seems to report. */
export interface Report {
  /** The entry that answers it, for example `safety.infection`. */
  readonly entry: string;
  /** How much likelier the report is than none, -1 to 1. */
  readonly margin: number;
}

/** What reports are learned from; all of it stands in `knowledge/`. */
export interface ReportTraining {
  /** Utterances that report a sign, by entry. */
  readonly reports: ReadonlyMap<string, readonly string[]>;
  /** Utterances that report none. */
  readonly others: readonly string[];
}

export interface ReportMatcher {
  /** The likeliest report, or nothing where none is likely enough. Pure; never throws. */
  match(utterance: string): Report | undefined;
  serialize(): Uint8Array;
}

const NONE = 'no-report';

/**
 * Smallest margin at which a report counts. A miss costs more than a false alarm, so the second look speaks up before it
 * is sure. In three-fold cross-validation over the examples in `knowledge/`, -0.3 finds 63 in 100 reports by itself and
 * takes 1 in 100 questions for one; -0.5 finds 75 and takes 2, and too many utterances that are out of scope.
 */
export const REPORT_MARGIN = -0.3;

/**
 * Learns from examples how people report warning signs, as a second look beside the rules of `src/safety/`: the rules
 * know what they were told, this generalises from word pairs and letters.
 * @param saved what `serialize` gave for the same training and program; bytes that do not fit are ignored
 */
export function createReportMatcher(training: ReportTraining, saved?: Uint8Array): ReportMatcher {
  const matcher = restore(saved) ?? learn(training);
  return {
    match: (utterance) => {
      const report = measureReport(matcher, utterance);
      return report && report.margin >= REPORT_MARGIN ? report : undefined;
    },
    serialize: () => matcher.serialize(),
  };
}

/** The likeliest report with its margin, however small. */
export function measureReport(matcher: Matcher, utterance: string): Report | undefined {
  const { candidates } = matcher.match(utterance, { limit: matcher.intents.length });
  const best = candidates.find((c) => c.intent !== NONE);
  const none = candidates.find((c) => c.intent === NONE)?.score ?? 0;
  return best && { entry: best.intent, margin: best.score - none };
}

/** Trains the matcher that tells reports from harmless utterances. */
export function learn({ reports, others }: ReportTraining): Matcher {
  const rows = [...reports].flatMap(([intent, texts]) => texts.map((text) => ({ text, intent })));
  return createMatcher({ utterances: [...rows, ...others.map((text) => ({ text, intent: NONE }))] });
}

function restore(saved: Uint8Array | undefined): Matcher | undefined {
  try {
    return saved && restoreMatcher(saved);
  } catch {
    // Bytes of another version; it learns anew.
    return undefined;
  }
}
