/**
 * The numbers of the matcher. All were chosen on splits of the *training* files of public sets (BANKING77, CLINC150,
 * HINT3 Curekart, and 1, 5, 10 and 20 rows per intent drawn from the first two), never on test files; bench/README.md
 * has the figures. Most sit on a plateau: halving or doubling them moves accuracy by less than half a point.
 */
export interface Tuning {
  /** Lengths of the four parts of a vector; their squares are the shares in a comparison. */
  readonly wordWeight: number;
  readonly charWeight: number;
  readonly synsetWeight: number;
  readonly extraWeight: number;
  /** Weight of a pair of neighbours, and of a pair with one word between, beside 1 for a word alone. */
  readonly bigramWeight: number;
  readonly skipWeight: number;
  /** Shortest and longest run of letters inside a word. Longer runs gain nothing and cost a fifth of the time. */
  readonly charMin: number;
  readonly charMax: number;
  /** Weights of a word's own synsets, their parents, grandparents and related ones. */
  readonly linkWeights: readonly number[];
  /**
   * Power of a synset's rarity at one row per intent, divided by the rows per intent: with several rows the SVM learns
   * which synsets tell, and common ones are what different wordings share.
   */
  readonly synsetRarity: number;
  /** A sense that makes up the share s of a word's use counts s to this power. */
  readonly senseExponent: number;
  /** Cost of a training error in the SVM; higher fits the training rows closer. */
  readonly cost: number;
  /** Weight of the learned bias. It lets large intents win when most words are unknown (+1.4 on Curekart). */
  readonly biasFeature: number;
  readonly passes: number;
  /** The passes before which all rows are looked at, to find those that matter. */
  readonly lookPasses: readonly number[];
  /** Rows safe by this much are put aside until the next look at all rows. */
  readonly shrinkMargin: number;
  /** Most rows that may be active at once: a number, or so many per row of the class, whichever is more. */
  readonly activeRows: number;
  readonly activePerMember: number;
  readonly foldPasses: number;
  /** Shares of the centroid and of naive Bayes beside the SVM: for up to 10 rows per intent, and for 50 and more. */
  readonly centroidFew: number;
  readonly centroidMany: number;
  readonly bayesFew: number;
  readonly bayesMany: number;
  /** Pseudo-count of naive Bayes, in units of feature weight. */
  readonly bayesSmoothing: number;
  /** Rows per intent from which features seen in one row only are dropped: half the size, no loss. */
  readonly minDfRows: number;
  /** Rows per intent from which word knowledge is left out: it gains next to nothing there, and costs a third of the time. */
  readonly wordnetRows: number;
  /** Share of BM25+ over titles and answers for one row per intent; it is half of that at `1 + lexicalFade` rows. */
  readonly lexicalWeight: number;
  readonly lexicalFade: number;
  /** How the examples of what is out of scope are mixed: given ones, rows of left-out intents, small talk. */
  readonly declinedShare: number;
  readonly foreignShare: number;
  readonly backgroundShare: number;
  /** Out-of-scope examples count as this share of the in-scope ones: about what real traffic holds. */
  readonly outsideShare: number;
  /** Softmax temperature among the runners-up. */
  readonly temperature: number;
}

export const DEFAULT_TUNING: Tuning = {
  wordWeight: 1,
  charWeight: 1,
  synsetWeight: 0.6,
  extraWeight: 0.7,
  bigramWeight: 0.6,
  skipWeight: 0.5,
  charMin: 2,
  charMax: 4,
  linkWeights: [1, 0.7, 0.3, 0],
  synsetRarity: 1,
  senseExponent: 0.5,
  cost: 2,
  biasFeature: 1,
  passes: 15,
  lookPasses: [1, 3, 6],
  shrinkMargin: 0.02,
  activeRows: 2000,
  activePerMember: 4,
  foldPasses: 1,
  centroidFew: 0.8,
  centroidMany: 0.3,
  bayesFew: 0.05,
  bayesMany: 0.03,
  bayesSmoothing: 0.03,
  minDfRows: 20,
  wordnetRows: 200,
  lexicalWeight: 1.2,
  lexicalFade: 8,
  declinedShare: 0.4,
  foreignShare: 0.4,
  backgroundShare: 0.4,
  outsideShare: 0.2,
  temperature: 0.2,
};
