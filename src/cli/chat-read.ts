import { isRoomId } from '../config/chat-schema.ts'

export interface RoomList {
  /** The rooms as `chat: rooms:` takes them, each once. */
  readonly yaml: string
  /** What is wrong, each as `LINE: words`. */
  readonly faults: readonly string[]
  readonly rooms: number
}

/** Reads a plain list of room ids, one a line. Blank lines and comments are passed over, everything else is told. */
export function readRoomList(text: string): RoomList {
  const first = new Map<string, number>()
  const faults: string[] = []
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const [, id = ''] = /^\s*([^#\s]?\S*)/.exec(raw.startsWith('#') && !raw.includes(':') ? '' : raw) ?? []
    const line = index + 1
    const earlier = first.get(id)
    if (id === '') continue
    if (!isRoomId(id)) faults.push(`${line}: ${JSON.stringify(id)} is not the id of a room, and is left out`)
    else if (earlier === undefined) first.set(id, line)
    else faults.push(`${line}: ${id} is on line ${earlier} already, and is taken once`)
  }
  const entries = [...first].map(
    ([id, line]) => `    - id: ${JSON.stringify(id)}\n      name: Room of line ${line}\n      owner: nobody yet`,
  )
  return { yaml: `  rooms:${entries.length === 0 ? ' []' : `\n${entries.join('\n')}`}`, faults, rooms: first.size }
}
