/** Every item of a paged list, a page at a time as they are read. @param readPage reads the page of a token; '' is the first. */
export async function* everyItem<T>(
  readPage: (pageToken: string) => Promise<{ readonly items: readonly T[]; readonly next: string }>,
): AsyncGenerator<T, void> {
  let pageToken = '';
  do {
    const { items, next } = await readPage(pageToken);
    yield* items;
    pageToken = next;
  } while (pageToken);
}
