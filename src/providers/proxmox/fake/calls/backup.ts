import type { Profile } from '../profile.ts'
import { badParameters, died } from '../refusal.ts'
import { flag, optional, type Rules, text } from '../rules.ts'
import { hex } from '../world.ts'
import { type Call, type Method, node, storage, textOf, without } from './method.ts'

const days = optional(
  text({ pattern: /^(mon|tue|wed|thu|fri|sat|sun)([,;\s]+(mon|tue|wed|thu|fri|sat|sun))*$/, requires: 'starttime' }),
)

function rules({ major }: Profile): Rules {
  const startTime = text({ pattern: /^\d{1,2}:\d{1,2}$/ })
  return {
    all: flag,
    compress: optional(text({ oneOf: ['0', '1', 'gzip', 'lzo', 'zstd'] })),
    dow: major >= 7 ? days : optional(text()),
    enabled: flag,
    exclude: optional(text({ format: 'pve-vmid-list' })),
    mailnotification: optional(text({ oneOf: ['always', 'failure'] })),
    mailto: optional(text()),
    mode: optional(text({ oneOf: ['snapshot', 'suspend', 'stop'] })),
    node: optional(node),
    pool: optional(text()),
    'prune-backups': optional(text({ format: 'prune-backups' })),
    starttime: major >= 7 ? optional(startTime) : startTime,
    storage: optional(storage),
    vmid: optional(text({ format: 'pve-vmid-list' })),
    ...(major >= 7 && {
      comment: optional(text({ longest: 512 })),
      'notes-template': optional(text({ longest: 1024, requires: 'storage' })),
      protected: { ...flag, requires: 'storage' },
      'repeat-missed': flag,
      schedule: optional(text({ format: 'pve-calendar-event', longest: 128 })),
    }),
  }
}

const id = text({ longest: 50, pattern: /^\S+$/ })

const list: Method = {
  verb: 'GET',
  path: '/cluster/backup',
  rules: () => ({}),
  allow: (judge) => judge.need('/', 'Sys.Audit'),
  run: ({ world }) => [...world.jobs].map(([name, job]) => ({ id: name, type: 'vzdump', ...job })),
}

const one: Method = {
  verb: 'GET',
  path: '/cluster/backup/{id}',
  rules: () => ({ id }),
  allow: (judge) => judge.need('/', 'Sys.Audit'),
  run: (call) => ({ id: textOf(call, 'id'), type: 'vzdump', ...jobOf(call) }),
}

const create: Method = {
  verb: 'POST',
  path: '/cluster/backup',
  rules: (profile) => ({
    ...rules(profile),
    ...(profile.major >= 7 && { id: optional(text({ format: 'pve-configid' })) }),
  }),
  allow: (judge) => judge.need('/', 'Sys.Modify'),
  run(call) {
    const { world, given } = call
    const { id: asked, ...job } = given
    const name = asked === undefined ? `backup-${hex(world, 8)}-${hex(world, 4)}` : String(asked)
    if (world.jobs.has(name)) throw died(`Job '${name}' already exists`)
    if (job['schedule'] === undefined && job['starttime'] === undefined) {
      throw badParameters({ schedule: 'neither schedule nor starttime are set' })
    }
    judgeChoice(job)
    world.jobs.set(name, { enabled: 1, mode: 'snapshot', ...job })
    return null
  },
}

const change: Method = {
  verb: 'PUT',
  path: '/cluster/backup/{id}',
  rules: (profile) => ({ ...rules(profile), id, delete: optional(text({ format: 'pve-configid-list' })) }),
  allow: (judge) => judge.need('/', 'Sys.Modify'),
  run(call) {
    const changes = without(call.given, 'id', 'delete')
    const job: Record<string, string | number> = { ...jobOf(call), ...changes }
    for (const name of textOf(call, 'delete').split(/[,;\s]+/)) delete job[name]
    judgeChoice(job)
    call.world.jobs.set(textOf(call, 'id'), job)
    return null
  },
}

const remove: Method = {
  verb: 'DELETE',
  path: '/cluster/backup/{id}',
  rules: () => ({ id }),
  allow: (judge) => judge.need('/', 'Sys.Modify'),
  run(call) {
    jobOf(call)
    call.world.jobs.delete(textOf(call, 'id'))
    return null
  },
}

function jobOf(call: Call): Readonly<Record<string, string | number>> {
  const job = call.world.jobs.get(textOf(call, 'id'))
  if (!job) throw died(`No such job '${textOf(call, 'id')}'`)
  return job
}

/** Exactly one way of saying which machines. */
function judgeChoice(job: Readonly<Record<string, string | number>>): void {
  const ways = ['all', 'vmid', 'pool'].filter((name) => job[name] !== undefined && job[name] !== 0 && job[name] !== '')
  if (ways.length === 0) throw badParameters({ vmid: 'property is missing and it is not optional' })
  if (ways.length > 1) throw badParameters({ [ways[1] ?? '']: `option conflicts with option '${ways[0]}'` })
}

export const backupMethods: readonly Method[] = [list, one, create, change, remove]
