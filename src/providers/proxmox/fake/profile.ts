/** A release that is simulated, and in what it differs. */
export interface Profile {
  readonly version: string
  readonly release: string
  readonly major: number
  /** The message stands in the body as well, not only in the line of the status. */
  readonly messageInBody: boolean
  /** Resizing a disk is a task. */
  readonly resizeIsTask: boolean
  /** `memory` is given as text. */
  readonly memoryIsText: boolean
  /** /cluster/resources shows tags and locks. */
  readonly listsTags: boolean
  readonly smallestVmid: number
}

/** One of each major whose schema we know. */
export const versions = ['6.4-15', '7.4-16', '8.4.5', '9.2.3'] as const
export type Version = (typeof versions)[number]

export function profileOf(version: Version): Profile {
  const [, major = '', minor = ''] = /^(\d+)\.(\d+)/.exec(version) ?? []
  const number = Number(major)
  return {
    version,
    release: `${major}.${minor}`,
    major: number,
    messageInBody: number >= 9 || (number === 8 && Number(minor) >= 4),
    resizeIsTask: number >= 8,
    memoryIsText: number >= 9,
    listsTags: number >= 8,
    smallestVmid: number >= 8 ? 100 : 1,
  }
}
