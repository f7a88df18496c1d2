/** Why a text is not taken, thrown between the parts of the reader; `readSgf` turns it into what it returns. */
export class SgfRefusal extends Error {
  /** Where in the text, in UTF-16 units. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
