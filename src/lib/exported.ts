/** One file of an export: rows that become lines of JSON, read only when they are written. */
export interface ExportedFile {
  /** Without an ending, such as `people`. */
  readonly name: string
  /** What is in it, for whoever opens it in ten years. */
  readonly about: string
  rows(): AsyncIterable<object>
}

/** All rows of a table, a page at a time: `read` gives those after the given one (undefined: the first), none at the end. */
export async function* pages<Row extends object>(
  read: (after: Row | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  for (let rows = await read(undefined); rows.length > 0; rows = await read(rows.at(-1))) yield* rows
}
