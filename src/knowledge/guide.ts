import { z } from 'zod';
import { whenSchema } from './entry.js';

const filled = z.string().trim().min(1, 'is empty');

/** A step-by-step guide behind safety questions, `knowledge/guides/<id>.yml`. */
export const guideSchema = z.strictObject({
  title: filled,
  entry: filled,
  interest: z.literal('maker').optional(),
  intro: filled,
  alternatives: filled,
  gate: z
    .array(
      z.strictObject({
        id: filled,
        question: filled,
        short: filled,
        stop: filled,
        /** Told circumstances that make this question be asked by itself, whatever is said to the whole list. */
        askIfTold: z.array(whenSchema).optional(),
        /** Words of a person who means this: "warfarin", "stoma". */
        words: z.array(filled).optional(),
        /** Anyone who tells an age below this means this. */
        underAge: z.number().int().positive().optional(),
      }),
    )
    .min(1, 'has no safety question'),
  steps: z
    .array(
      z
        .strictObject({
          id: filled,
          text: filled,
          holdSeconds: z.number().int().positive().max(1800).optional(),
          holdSource: filled.optional(),
        })
        .refine((s) => (s.holdSeconds === undefined) === (s.holdSource === undefined), 'holdSeconds needs holdSource'),
    )
    .min(1, 'has no step'),
  stopRule: filled,
  stopSigns: z.array(filled).min(1, 'is empty'),
  stopAdvice: filled,
  after: filled,
  feltQuestion: filled,
  sources: z.array(filled).min(1, 'is empty'),
  reviewed: filled,
  reviewBy: filled,
  reviewer: z.string().optional(),
});

export type GateQuestion = z.infer<typeof guideSchema>['gate'][number];
export type GuideStep = z.infer<typeof guideSchema>['steps'][number];

export interface Guide extends z.infer<typeof guideSchema> {
  readonly id: string;
}

/** All texts of a guide that may carry source marks. */
export function listGuideTexts(guide: Guide): string[] {
  const gate = guide.gate.flatMap((g) => [g.question, g.stop]);
  const steps = guide.steps.map((s) => s.text);
  return [guide.intro, guide.alternatives, ...gate, ...steps, guide.stopRule, guide.stopAdvice, guide.after];
}
