/** What is further away is not told apart. */
const far = 3

/**
 * Letters to insert, remove, change or swap with their neighbour to get from one word to the other; 3 stands for more than 2,
 * which is found out early, so that a word can be compared with very many.
 */
export function editDistance(from: string, to: string): number {
  if (Math.abs(from.length - to.length) >= far) return far
  let [before, last, current] = [
    new Uint8Array(to.length + 1),
    new Uint8Array(to.length + 1),
    new Uint8Array(to.length + 1),
  ]
  for (let column = 0; column <= to.length; column += 1) last[column] = Math.min(column, far)
  let leastOfLast = 0
  for (let row = 1; row <= from.length; row += 1) {
    const least = fillRow(row, { from, to, before, last, current })
    if (least >= far && leastOfLast >= far) return far
    leastOfLast = least
    ;[before, last, current] = [last, current, before]
  }
  return Math.min(last[to.length] ?? far, far)
}

interface Rows {
  readonly from: string
  readonly to: string
  /** Two rows above. */
  readonly before: Uint8Array
  readonly last: Uint8Array
  readonly current: Uint8Array
}

/** Fills one row and gives the least in it. */
function fillRow(row: number, { from, to, before, last, current }: Rows): number {
  current[0] = Math.min(row, far)
  let least = current[0]
  for (let column = 1; column <= to.length; column += 1) {
    const change = from[row - 1] === to[column - 1] ? 0 : 1
    const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
    const cost = Math.min(
      at(last, column) + 1,
      at(current, column - 1) + 1,
      at(last, column - 1) + change,
      isSwapped ? at(before, column - 2) + 1 : far,
    )
    current[column] = Math.min(cost, far)
    least = Math.min(least, cost)
  }
  return least
}

function at(row: Uint8Array, column: number): number {
  return row[column] ?? far
}
