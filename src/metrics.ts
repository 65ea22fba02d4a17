import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { FinishedTurn } from './bot.js';

/** Figures for Prometheus; no label holds anything a person typed or an id of a person. */
export interface Metrics {
  countTurn(turn: FinishedTurn): void;
  countError(code: string): void;
  setReady(isReady: boolean): void;
  /** Prometheus text. */
  render(): Promise<string>;
  readonly contentType: string;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Creates the figures in a registry of their own, so that two apps in one process do not meet. */
export function createMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const turns = new Counter({
    name: 'kneebone_turns_total',
    help: 'Turns by channel, decision and entry',
    labelNames: ['channel', 'decision', 'intent'],
    registers: [register],
  });
  const redFlags = new Counter({
    name: 'kneebone_red_flags_total',
    help: 'Turns that got urgent advice, by entry',
    labelNames: ['entry'],
    registers: [register],
  });
  const seconds = new Histogram({
    name: 'kneebone_turn_duration_seconds',
    help: 'Time of a turn from the decision to the saved state',
    labelNames: ['channel'],
    buckets: SECONDS,
    registers: [register],
  });
  const errors = new Counter({
    name: 'kneebone_errors_total',
    help: 'Failed turns and requests by error code',
    labelNames: ['code'],
    registers: [register],
  });
  const ready = new Gauge({ name: 'kneebone_ready', help: '1 while ready', registers: [register] });
  return {
    countTurn({ report, channelId, durationMs }) {
      turns.inc({ channel: channelId, decision: report.decision, intent: report.intent ?? 'none' });
      if (report.redFlag) redFlags.inc({ entry: report.redFlag });
      seconds.observe({ channel: channelId }, durationMs / 1000);
    },
    countError: (code) => errors.inc({ code }),
    setReady: (isReady) => ready.set(isReady ? 1 : 0),
    render: () => register.metrics(),
    contentType: register.contentType,
  };
}
