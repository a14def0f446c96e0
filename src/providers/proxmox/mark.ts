/** What says that something is ours: which co-op's, which thing of it, and of a machine the id it was made with. */
export interface Mark {
  /** The domain of the co-op. */
  readonly owner: string
  /** As declared: `web1`. */
  readonly id: string
  /** A copy made by hand takes the mark along, and has another id. */
  readonly vmid?: number | undefined
}

/** Machines have this tag as well, by which people and lists find them. */
export const ourTag = 'mycel'

const form = /mycel: (\S+) of (\S+?)(?:, VM (\d+))?(?=\s|$|\))/

export function writeMark({ owner, id, vmid }: Mark): string {
  return `mycel: ${id} of ${owner}${vmid === undefined ? '' : `, VM ${vmid}`}`
}

/** The mark in a description or a comment, wherever in it. */
export function readMark(text: string): Mark | undefined {
  const [, id, owner, vmid] = form.exec(text) ?? []
  if (id === undefined || owner === undefined) return undefined
  return { owner, id, vmid: vmid === undefined ? undefined : Number(vmid) }
}

/** A description: what it is, our mark, and after it whatever people have noted there. */
export function writeDescription(about: string, mark: Mark, before = ''): string {
  const notes = notesIn(before)
  return [...(about === '' ? [] : [about]), writeMark(mark), ...(notes === '' ? [] : [notes])].join('\n')
}

/** What stands before the mark. */
export function aboutIn(description: string): string {
  const at = description.search(form)
  return at < 0 ? '' : description.slice(0, at).trim()
}

/** What people have noted: after the mark, or all of it where there is none. */
function notesIn(description: string): string {
  const found = form.exec(description)
  return (found ? description.slice(found.index + found[0].length) : description).trim()
}
