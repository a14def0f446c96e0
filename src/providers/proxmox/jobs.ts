import { Problem } from '../../lib/problem.ts'
import type { BackupJob } from '../../machines/machine.ts'
import type { Difference, Kind } from '../../reconcile/kind.ts'
import { at, type Parameters, type Proxmox, type Session } from './client.ts'
import { differs } from './differences.ts'
import { isFailure } from './failure.ts'
import { readMark, writeMark } from './mark.ts'
import type { PlacesOptions } from './pools.ts'
import { readProperties } from './properties.ts'
import { count } from './words.ts'

/** A backup job, and in which Proxmox. */
export interface PlacedJob extends BackupJob {
  /** The key under `hosts:` of one of its hosts. */
  readonly host: string
}

/** A backup job as it is. */
export interface JobHave {
  readonly place: string
  /** Its id in Proxmox, which is `mycel-` and ours where we made it. */
  readonly name: string
  readonly schedule: string
  readonly storage: string
  readonly mode: string
  readonly keep: string
  readonly vmids: readonly number[]
  readonly isEnabled: boolean
  readonly comment: string
}

/** Backup jobs of Proxmox. They need a token with Sys.Modify on /, and Proxmox 7 or later, where a job can bear our mark. */
export function createJobs({ owner, hosts }: PlacesOptions): Kind<PlacedJob, JobHave> {
  const places = new Map([...hosts.values()].map((proxmox) => [proxmox.name, proxmox]))
  const claim = (place: string, name: string) => `the backup job ${name} on ${place}`
  const placeOf = ({ host }: PlacedJob) => hosts.get(host)?.name ?? host
  const idOf = ({ comment }: JobHave) => {
    const mark = readMark(comment)
    return mark?.owner === owner ? mark.id : undefined
  }

  return {
    name: 'backup',
    plural: 'backup jobs',

    async read(signal) {
      const all = await Promise.all([...places.values()].map((proxmox) => readJobs(proxmox, proxmox.session(signal))))
      const jobs = all.flat()
      const ours = jobs.flatMap((have): [string, JobHave][] => {
        const id = idOf(have)
        return id === undefined ? [] : [[id, have]]
      })
      const others = jobs.filter((have) => idOf(have) === undefined)
      return {
        ours: new Map(ours),
        others: others.map((have) => ({
          name: `backup job ${have.name} on ${have.place}`,
          claims: [claim(have.place, have.name)],
          have,
        })),
      }
    },

    diff: compareJob,
    claims: (want) => [claim(placeOf(want), nameOf(want))],
    holds: (have) => [claim(have.place, have.name)],
    describe: (want) => `${inWords(want)} to ${want.storage}, ${count(want.vmids.length, 'machine', 'machines')}`,
    describeLoss: (have) => `backup job ${have.name} on ${have.place}; what it has saved stays`,

    async create(id, want, work) {
      const proxmox = hosts.get(want.host) as Proxmox
      const session = proxmox.session(work.signal)
      await requireNamedJobs(proxmox, session)
      const comment = writeMark({ owner, id })
      try {
        await session.send('POST', '/cluster/backup', { id: nameOf(want), ...parametersOf(want), comment })
      } catch (error) {
        if (!isFailure(error, 'lost', 'exists')) throw error
        const found = (await readJobs(proxmox, session)).find(({ name }) => name === nameOf(want))
        if (!found || found.comment !== comment) throw error
      }
    },

    async update(id, want, have, work) {
      const session = (places.get(have.place) as Proxmox).session(work.signal)
      const path = at('cluster', 'backup', have.name)
      await session.send('PUT', path, {
        ...parametersOf(want),
        comment: writeMark({ owner, id }),
        delete: 'all,pool,exclude',
      })
    },

    async remove(_id, have, work) {
      const proxmox = places.get(have.place) as Proxmox
      const session = proxmox.session(work.signal)
      try {
        await session.send('DELETE', at('cluster', 'backup', have.name))
      } catch (error) {
        if (isFailure(error, 'absent')) return
        if (!isFailure(error, 'lost')) throw error
        if ((await readJobs(proxmox, session)).some(({ name }) => name === have.name)) throw error
      }
    },

    async adopt(id, _want, other, work) {
      const session = (places.get(other.place) as Proxmox).session(work.signal)
      await session.send('PUT', at('cluster', 'backup', other.name), {
        comment: `${other.comment} ${writeMark({ owner, id })}`.trim(),
      })
    },
  }
}

function nameOf({ id }: BackupJob): string {
  return `mycel-${id}`
}

function inWords({ schedule, keep }: BackupJob): string {
  return `${schedule}, ${keep}`
}

function compareJob(want: PlacedJob, have: JobHave): readonly Difference[] {
  const vmids = (list: readonly number[]) => list.toSorted((a, b) => a - b).join(' ') || 'none'
  return [
    ...differs('schedule', have.schedule, want.schedule),
    ...differs('storage', have.storage, want.storage),
    ...differs('mode', have.mode, want.mode),
    ...(sorted(have.keep) === sorted(want.keep) ? [] : differs('keeps', have.keep, want.keep)),
    ...differs('machines', vmids(have.vmids), vmids(want.vmids)),
    ...differs('enabled', have.isEnabled ? 'yes' : 'no', 'yes'),
  ]
}

function sorted(keep: string): string {
  return [...readProperties(keep)]
    .map((entry) => entry.join('='))
    .toSorted()
    .join(',')
}

function parametersOf({ schedule, storage, mode, keep, vmids }: BackupJob): Parameters {
  return { schedule, storage, mode, 'prune-backups': keep, vmid: vmids.join(','), enabled: true }
}

async function requireNamedJobs(proxmox: Proxmox, session: Session): Promise<void> {
  const { namedJobs, version } = await proxmox.release(session.signal)
  if (namedJobs) return
  throw new Problem('refused', `Proxmox ${proxmox.name} (${version}) has no place for our mark on a backup job`, {
    hint: 'make the job by hand there (Datacenter, Backup), or upgrade to 7 or later',
  })
}

/** Nothing where the token may not see jobs: it may not make any either, and says so then. */
async function readJobs(proxmox: Proxmox, session: Session): Promise<readonly JobHave[]> {
  try {
    const data = await session.get('/cluster/backup')
    return (Array.isArray(data) ? data : []).map((job) => toJob(proxmox.name, Object(job)))
  } catch (error) {
    if (isFailure(error, 'forbidden')) return []
    throw error
  }
}

function toJob(place: string, job: Readonly<Record<string, unknown>>): JobHave {
  const text = (name: string) => String(job[name] ?? '')
  return {
    place,
    name: text('id'),
    schedule: text('schedule') || text('starttime'),
    storage: text('storage'),
    mode: text('mode') || 'snapshot',
    keep: keepOf(job['prune-backups']),
    vmids: text('vmid')
      .split(/[,;\s]+/)
      .filter((one) => one !== '')
      .map(Number),
    isEnabled: Number(job['enabled'] ?? 1) === 1,
    comment: text('comment').trim(),
  }
}

/** Some releases give text, some an object. */
function keepOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '')
  return Object.entries(value)
    .map(([name, number]) => `${name}=${number}`)
    .join(',')
}
