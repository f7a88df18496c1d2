/** The parts of the library that are used here; it comes without types. */
declare module '@sabaki/sgf' {
  export interface SgfToken {
    readonly type: 'parenthesis' | 'semicolon' | 'prop_ident' | 'c_value_type' | 'invalid';
    readonly value: string;
    /** Where the token starts in the text, in UTF-16 units. */
    readonly pos: number;
  }

  /** A node of the library's tree; only tests look at it. */
  export interface SgfTreeNode {
    readonly data: Readonly<Record<string, readonly string[]>>;
    readonly children: readonly SgfTreeNode[];
  }

  const sgf: {
    parse(contents: string): SgfTreeNode[];
    tokenizeIter(contents: string): IterableIterator<SgfToken>;
    escapeString(input: string): string;
    unescapeString(input: string): string;
    /** Column and row; -1 for what is no letter. */
    parseVertex(input: string): [number, number];
    stringifyVertex(vertex: [number, number]): string;
  };
  export default sgf;
}
