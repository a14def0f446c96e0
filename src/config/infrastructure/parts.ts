import { z } from 'zod'
import { textField } from '../fields.ts'
import { named } from '../named.ts'
import { about, count } from '../schema-parts.ts'
import type { AddressBlockConfig, BackupConfig } from './config.ts'
import { bridge, vlan } from './environments.ts'
import { parseAddress, parseAnyAddress, parseNetwork, size } from './fields.ts'

const block = z
  .strictObject({
    bridge: bridge.default('vmbr0').meta(about('The bridge of Proxmox that leads there.', 'vmbr0')),
    vlan: vlan.meta(about('The VLAN on that bridge. Default: none.', 10)),
    ipv4: textField(parseNetwork('ipv4'), about('Its IPv4 addresses (CIDR).', '198.51.100.0/29')).optional(),
    ipv4_gateway: textField(parseAddress('ipv4'), about('The way out over IPv4.', '198.51.100.1')).optional(),
    ipv4_bits: count(8, 32)
      .optional()
      .meta(
        about(
          'Bits of the mask that machines are given: 32 where the provider routes each address by itself. Default: those of the range.',
          32,
        ),
      ),
    ipv6: textField(
      parseNetwork('ipv6'),
      about('Its IPv6 addresses, 64 bits: to renumber, change this line.', '2001:db8:2::/64'),
    ).optional(),
    ipv6_gateway: textField(
      parseAddress('ipv6'),
      about('The way out over IPv6. Default: the first address of the range.', '2001:db8:2::1'),
    ).optional(),
    reserved: z
      .array(textField(parseAnyAddress, about('An address.', '198.51.100.1')))
      .prefault([])
      .meta(about('Addresses of it that others use.', ['198.51.100.1'])),
  })
  .meta(about('A range of addresses in the open.', { ipv4: '198.51.100.0/29', ipv4_gateway: '198.51.100.1' }))

export const addresses = named(
  block,
  about('Ranges of addresses in the open, from which machines get theirs.'),
).transform((list): AddressBlockConfig[] => list)

const kept = count(0, 365).default(0)

const backup = z
  .strictObject({
    schedule: z
      .string()
      .regex(/^[a-z0-9.,:*/ -]+$/i, 'write a time of the day, such as 02:30, or mon..fri 01:00')
      .meta(about('When, as Proxmox writes it.', '02:30')),
    storage: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9._-]*$/, 'write the name of a storage')
      .meta(about('The storage that the copies go to.', 'local-hdds')),
    mode: z
      .enum(['snapshot', 'suspend', 'stop'])
      .default('snapshot')
      .meta(about('Whether machines go on meanwhile.', 'snapshot')),
    keep: z
      .strictObject({
        last: kept.meta(about('The newest, whatever their age.', 3)),
        daily: kept.meta(about('One for each of so many days.', 7)),
        weekly: kept.meta(about('One for each of so many weeks.', 4)),
        monthly: kept.meta(about('One for each of so many months.', 6)),
      })
      .meta(about('How many copies are kept.', { daily: 7, weekly: 4 })),
  })
  .meta(
    about('What is done regularly so that machines can be restored.', {
      schedule: '02:30',
      storage: 'local-hdds',
      keep: { daily: 7 },
    }),
  )

export const backups = named(
  backup,
  about('The backups, each by a short name; machines and environments say which is theirs.'),
).transform((list): BackupConfig[] => list)

export const drift = z
  .strictObject({
    every: count(0, 604_800)
      .refine((seconds) => seconds === 0 || seconds >= 60, {
        error: 'the machines are looked at once a minute at most',
        params: { hint: 'write 60 or more seconds, or 0 for never' },
      })
      .default(3600)
      .meta(
        about(
          'Seconds between two looks of `mycel up` at the machines, which change nothing; at least 60. 0: it looks only when somebody asks.',
          3600,
        ),
      ),
  })
  .prefault({})
  .meta(about('How drift is noticed: what others changed in Proxmox.'))

export const roadmap = z
  .strictObject({
    drop: size('What a 💧 is in memory. Default: it stays a symbol.', '2 GiB').optional(),
    disk: size('What a 💾 is in disk. Default: it stays a symbol.', '100 GiB').optional(),
  })
  .prefault({})
  .meta(about('What the symbols of the roadmap amount to.'))
