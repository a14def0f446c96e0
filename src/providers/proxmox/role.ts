import type { Release } from './release.ts'

/** Something that a token needs to have at a path, and what for. */
export interface Need {
  readonly path: string
  readonly privileges: readonly string[]
  readonly for: string
}

/** What our work touches: everything else may stay closed to our token. */
export interface Scope {
  readonly pools: readonly string[]
  readonly storages: readonly string[]
  readonly bridges: readonly string[]
  /** VM ids that are cloned. */
  readonly templates: readonly number[]
  /** Whether backup jobs are to be managed, which needs rights over the whole datacentre. */
  readonly jobs: boolean
}

/** The pool that exists while somebody applies. */
export const lockPool = 'mycel-lock'

type Majors = Pick<Release, 'major'>

/** Privileges on machines, held through the pools that they are in. Names differ by release, and an unknown one is refused. */
function machinePrivileges({ major }: Majors): readonly string[] {
  return [
    'VM.Allocate',
    'VM.Audit',
    'VM.Config.CDROM',
    'VM.Config.CPU',
    'VM.Config.Cloudinit',
    'VM.Config.Disk',
    'VM.Config.HWType',
    'VM.Config.Memory',
    'VM.Config.Network',
    'VM.Config.Options',
    'VM.PowerMgmt',
    'Pool.Allocate',
    ...(major >= 7 ? ['Pool.Audit'] : []),
  ]
}

const templatePrivileges = ['VM.Audit', 'VM.Clone'] as const
const storagePrivileges = ['Datastore.AllocateSpace', 'Datastore.Audit'] as const
const jobPrivileges = ['Sys.Audit', 'Sys.Modify'] as const

/** All that a token needs for that work, by path. Pure. */
export function needsOf(release: Majors, { pools, storages, bridges, templates, jobs }: Scope): readonly Need[] {
  const poolPrivileges = ['Pool.Allocate', ...(release.major >= 7 ? ['Pool.Audit'] : [])]
  return [
    ...pools.map((pool) => ({ path: `/pool/${pool}`, privileges: machinePrivileges(release), for: 'its machines' })),
    { path: `/pool/${lockPool}`, privileges: poolPrivileges, for: 'the lock of apply' },
    ...templates.map((vmid) => ({ path: `/vms/${vmid}`, privileges: templatePrivileges, for: 'a template to clone' })),
    ...storages.map((id) => ({ path: `/storage/${id}`, privileges: storagePrivileges, for: 'disks' })),
    // Before release 8 nobody needs a right to use a bridge.
    ...(release.major >= 8
      ? bridges.map((id) => ({ path: `/sdn/zones/localnetwork/${id}`, privileges: ['SDN.Use'], for: 'network cards' }))
      : []),
    ...(jobs ? [{ path: '/', privileges: jobPrivileges, for: 'backup jobs' }] : []),
  ]
}

const roles: readonly (readonly [string, (release: Majors) => readonly string[]])[] = [
  ['MycelMachines', machinePrivileges],
  ['MycelTemplates', () => templatePrivileges],
  ['MycelStorage', () => storagePrivileges],
  ['MycelNetwork', ({ major }) => (major >= 8 ? ['SDN.Use'] : [])],
  ['MycelBackupJobs', () => jobPrivileges],
]

/** The roles that we ask for, each with its privileges in that release. */
export function rolesFor(release: Majors): ReadonlyMap<string, readonly string[]> {
  const all = roles.map(([name, privileges]) => [name, privileges(release)] as const)
  return new Map(all.filter(([, privileges]) => privileges.length > 0))
}

/** Which of our roles holds at a path that we need. */
export function roleAt(path: string): string {
  if (path.startsWith('/pool/')) return 'MycelMachines'
  if (path.startsWith('/vms/')) return 'MycelTemplates'
  if (path.startsWith('/storage/')) return 'MycelStorage'
  return path.startsWith('/sdn/') ? 'MycelNetwork' : 'MycelBackupJobs'
}
