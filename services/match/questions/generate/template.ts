/** A question before its wrong options are drawn. */
export interface Draft {
  /** Tells it from the other drafts of its template; stays the same as long as the fact that it asks for does. */
  readonly key: string;
  readonly text: string;
  readonly right: string;
  /**
   * Where the wrong options are drawn from: from the first group as long as it has any, then from the next. The first
   * holds what is closest to the right one. None is right, and none is in the text.
   */
  readonly wrong: readonly (readonly string[])[];
  /** From 1 to 5, by the template's own rule. */
  readonly difficulty: number;
}

/** A way to make questions out of data of one kind. */
export interface Template<Data> {
  readonly name: string;
  readonly category: string;
  /** How many of its questions the bank takes: the first ones, so that the best known subjects come first. */
  readonly most: number;
  /** The questions that the data holds. A pure function: chance has no part in what is asked, only in the wrong options. */
  readonly drafts: (data: Data) => Iterable<Draft>;
}
