import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Method as SimulatedMethod } from './calls/method.ts'
import { methods } from './calls/methods.ts'
import { type Profile, profileOf, type Version, versions } from './profile.ts'
import type { Rule } from './rules.ts'

/**
 * Proxmox's own description of its API is not ours to give away; where it lies beside the repository, all that the practice
 * Proxmox takes is held against it, for each release.
 */
const folder = new URL('../../../../../shared/data/pve/', import.meta.url)
const files: Readonly<Record<Version, string>> = {
  '6.4-15': 'pve-apischema-6.4-15.json.gz',
  '7.4-16': 'pve-apischema-7.4-16.json.gz',
  '8.4.5': 'pve-apischema-8.4.5.json.gz',
  '9.2.3': 'apischema-9.2.3.json.gz',
}

interface Schema {
  readonly paths: readonly {
    readonly path: string
    readonly methods: readonly {
      readonly verb: string
      readonly permissions?: { readonly expression?: { readonly check?: readonly unknown[] } }
      readonly parameters: readonly { readonly name: string; readonly definition: Definition }[]
    }[]
  }[]
}

interface Definition {
  readonly type?: string
  readonly optional?: boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly max_length?: number
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly format?: unknown
  readonly extra?: { readonly requires?: string }
}

const areThere = Object.values(files).every((file) => existsSync(new URL(file, folder)))
const where = areThere ? '' : ' (skipped: the schemas are not at ../shared/data/pve)'

/** Options of a machine that our work sets or meets: with numbers as the schema writes them. */
const options = ['scsi0', 'virtio0', 'ide2', 'net0', 'ipconfig0']

describe.skipIf(!areThere)(`the practice Proxmox, held against the schema${where}`, () => {
  describe.each(versions)('of %s', (version) => {
    const schema: Schema = areThere
      ? JSON.parse(gunzipSync(readFileSync(new URL(files[version], folder))).toString())
      : { paths: [] }
    const profile = profileOf(version)
    const simulated = methods.filter((method) => method.in?.(profile.major) ?? true)

    it('has no method that Proxmox has not', () => {
      const absent = simulated.filter((method) => !definitionsOf(schema, method))
      expect(absent.map(({ verb, path }) => `${verb} ${path}`)).toEqual([])
    })

    it('lacks no method in this release that it has in others', () => {
      const lacking = methods.filter((method) => !simulated.includes(method) && definitionsOf(schema, method))
      expect(lacking.map(({ verb, path }) => `${verb} ${path}`)).toEqual([])
    })

    it.each(simulated.map((method) => [`${method.verb} ${method.path}`, method] as const))(
      '%s takes what it takes',
      (_, method) => {
        const definitions = definitionsOf(schema, method)
        const rules = method.rules(profile, Object.fromEntries(options.map((name) => [name, ''])))
        const numbered = (name: string) => name.replace(/^(scsi|virtio|ide|net|ipconfig|sata|serial)\d+$/, '$1[n]')
        const faults = Object.entries(rules).flatMap(([name, rule]) => {
          const definition = definitions?.get(name) ?? definitions?.get(numbered(name))
          return definition ? compare(name, rule, definition) : [`${name} is not a parameter`]
        })
        expect(faults).toEqual([])
        expect(needsOf(method, profile)).toEqual(checkOf(permissionsOf(schema, method)) ?? needsOf(method, profile))
        // Of a machine itself only some options are simulated.
        if ('memory' in rules) return
        const unknown = [...(definitions?.keys() ?? [])].filter((name) => !rules[name])
        expect(unknown.filter((name) => !isLeftOut(method, name))).toEqual([])
      },
    )
  })
})

function definitionsOf(schema: Schema, { verb, path }: SimulatedMethod): ReadonlyMap<string, Definition> | undefined {
  const found = schema.paths.find((one) => one.path === path)?.methods.find((one) => one.verb === verb)
  return found && new Map(found.parameters.map(({ name, definition }) => [name, definition]))
}

function permissionsOf(schema: Schema, { verb, path }: SimulatedMethod): readonly unknown[] | undefined {
  const found = schema.paths.find((one) => one.path === path)?.methods.find((one) => one.verb === verb)
  return found?.permissions?.expression?.check
}

/** Who may call it, where that is one plain sentence: the path, and what is needed there. */
function checkOf(check: readonly unknown[] = []): readonly string[] | undefined {
  const [kind, path, privileges] = check
  return kind === 'perm' && Array.isArray(privileges) ? [`${path} ${privileges.toSorted().join(' ')}`] : undefined
}

/** What ours asks of whoever calls it. */
function needsOf({ path, allow }: SimulatedMethod, profile: Profile): readonly string[] {
  const asked: string[] = []
  const note = (at: string, ...privileges: string[]) => void asked.push(`${at} ${privileges.toSorted().join(' ')}`)
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, `{${name}}`])
  const given = { ...Object.fromEntries(names), ...(path === '/pools' && { poolid: '{poolid}' }) }
  allow?.({ may: () => false, need: note, needAny: note }, given, profile)
  return asked
}

/** Where the two differ; ours may have a format in place of a pattern, and the other way round. */
function compare(name: string, rule: Rule, definition: Definition): string[] {
  const type = definition.type ?? 'string'
  const values = definition.enum ?? []
  const facts: readonly (readonly [string, unknown, unknown])[] = [
    ['type', rule.type, type],
    ['optional', rule.optional ?? false, definition.optional ?? false],
    ['least', rule.min, definition.minimum],
    ['most', rule.max, definition.maximum],
    ['longest', rule.longest, definition.max_length],
    ['requires', rule.requires, definition.extra?.requires],
    ['values', valuesOf(rule, values), values.join()],
  ]
  return facts.flatMap(([what, ours, theirs]) =>
    ours === theirs ? [] : [`${name}: ${what} is ${ours}, not ${theirs}`],
  )
}

/** A long list may be written as a pattern, which then fits every value and nothing made up of them. */
function valuesOf({ oneOf, pattern }: Rule, values: readonly string[]): string {
  if (oneOf || !pattern || values.length === 0) return (oneOf ?? []).join()
  return values.filter((value) => pattern.test(value) && !pattern.test(`${value}x`)).join()
}

/** What the practice Proxmox refuses although a real one takes it. Nothing of ours says it. */
function isLeftOut({ path }: SimulatedMethod, name: string): boolean {
  if (path.startsWith('/cluster/backup')) return leftOutOfJobs.has(name)
  return leftOut[path]?.includes(name) ?? false
}

const leftOutOfJobs = new Set(
  (
    'bwlimit dumpdir exclude-path fleecing ionice lockwait maxfiles notification-mode notification-policy ' +
    'notification-target pbs-change-detection-mode performance pigz quiet remove script size stdexcludes stop stopwait ' +
    'tmpdir zstd'
  ).split(' '),
)
const power = '/nodes/{node}/qemu/{vmid}/status'
const leftOut: Readonly<Record<string, readonly string[]>> = {
  '/access/ticket': ['path', 'privs'],
  [`${power}/start`]: (
    'force-cpu machine migratedfrom migration_network migration_type stateuri targetstorage nets-host-mtu ' +
    'with-conntrack-state'
  ).split(' '),
  [`${power}/stop`]: ['migratedfrom', 'overrule-shutdown'],
}
