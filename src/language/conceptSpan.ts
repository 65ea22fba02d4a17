/** A concept of a list in a text, by its number in the list: words `start` up to but not including `end`. */
export interface ConceptSpan {
  readonly concept: number;
  readonly start: number;
  readonly end: number;
}
