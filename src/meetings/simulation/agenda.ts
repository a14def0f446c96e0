/** What is to happen when: gives the earliest first, and of those at one time the one that was put in first. */
export interface Agenda<Item> {
  put(at: number, item: Item): void
  take(): { readonly at: number; readonly item: Item } | undefined
}

interface Entry<Item> {
  readonly at: number
  readonly number: number
  readonly item: Item
}

/** A binary heap. */
export function createAgenda<Item>(): Agenda<Item> {
  const heap: Entry<Item>[] = []
  let count = 0
  const entry = (index: number) => heap[index] as Entry<Item>
  const isBefore = (a: Entry<Item>, b: Entry<Item>) => (a.at === b.at ? a.number < b.number : a.at < b.at)

  return {
    put(at, item) {
      const added = { at, number: count++, item }
      let index = heap.length
      heap.push(added)
      while (index > 0) {
        const parent = (index - 1) >> 1
        if (!isBefore(added, entry(parent))) break
        heap[index] = entry(parent)
        index = parent
      }
      heap[index] = added
    },
    take() {
      const first = heap[0]
      const last = heap.pop()
      if (!first || !last || heap.length === 0) return first
      let index = 0
      for (;;) {
        let child = 2 * index + 1
        if (child >= heap.length) break
        if (child + 1 < heap.length && isBefore(entry(child + 1), entry(child))) child++
        if (!isBefore(entry(child), last)) break
        heap[index] = entry(child)
        index = child
      }
      heap[index] = last
      return first
    },
  }
}
