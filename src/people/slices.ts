/** PostgreSQL takes at most 65535 values in one statement. */
const most = 1000

/** The list in pieces that fit into one statement each. */
export function* slices<T>(list: readonly T[]): Generator<T[]> {
  for (let from = 0; from < list.length; from += most) yield list.slice(from, from + most)
}
