import { Problem } from '../../lib/problem.ts'

/** A release of Proxmox VE, and in what it differs for us from others. */
export interface Release {
  /** As it says: `8.4.5`, `6.4-15`. */
  readonly version: string
  readonly major: number
  readonly minor: number
  /** The list of all guests shows their tags, so that ours are found without reading every configuration. */
  readonly listsTags: boolean
  /** Pools are changed at /pools with the name as a parameter. */
  readonly poolsByParameter: boolean
  /** Backup jobs have ids of our choosing, a comment and a calendar. */
  readonly namedJobs: boolean
  /** Cloud-init knows `ciupgrade`. */
  readonly knowsUpgrade: boolean
  /** Disks may be imported from images when a machine is made. */
  readonly importsImages: boolean
  /** Bridges are used by right of SDN.Use. */
  readonly guardsBridges: boolean
}

const oldest = [6, 4]
const newestMajor = 9

/** Reads what GET /version says. Throws Problem 'refused' for one that we do not know. */
export function readRelease(name: string, version: string): Release {
  const [, first, second] = /^(\d+)\.(\d+)/.exec(version) ?? []
  const [major, minor] = [Number(first), Number(second)]
  const isOld = !(major > 6 || (major === oldest[0] && minor >= (oldest[1] ?? 0)))
  if (first === undefined || isOld || major > newestMajor) {
    throw new Problem('refused', `Proxmox ${name} is of version ${version}, which Mycel does not know`, {
      hint: 'Mycel works with Proxmox VE 6.4 to 9; nothing was changed there',
    })
  }
  return {
    version,
    major,
    minor,
    listsTags: major >= 8,
    poolsByParameter: major >= 8,
    namedJobs: major >= 7,
    knowsUpgrade: major >= 8,
    importsImages: major >= 8 || (major === 7 && minor >= 2),
    guardsBridges: major >= 8,
  }
}
