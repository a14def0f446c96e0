/** A task of Proxmox, as its name says: where it runs, what it does and for whom. */
export interface Upid {
  readonly text: string
  readonly node: string
  /** Seconds since 1970. */
  readonly startedAt: number
  /** `qmclone`, `qmstart`. */
  readonly type: string
  /** Mostly the VM id, of a clone that of its source. */
  readonly id: string
  /** `mycel@pve!apply` */
  readonly user: string
}

const form =
  /^UPID:([a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?):([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):([0-9A-Fa-f]{8}):([^:\s/]+):([^:\s/]*):([^:\s/]+):$/

/** Undefined for what is not the name of a task. */
export function readUpid(text: unknown): Upid | undefined {
  const [, node, , , startTime, type, id, user] = (typeof text === 'string' && form.exec(text)) || []
  if (node === undefined || startTime === undefined || type === undefined || user === undefined) return undefined
  return { text: String(text), node, startedAt: Number.parseInt(startTime, 16), type, id: id ?? '', user }
}
