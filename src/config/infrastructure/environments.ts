import { z } from 'zod'
import { parseCidr, parseDomain, textField } from '../fields.ts'
import { named, reference } from '../named.ts'
import { about, count, words } from '../schema-parts.ts'
import { parseSshKey } from '../ssh-key.ts'
import type { EnvironmentConfig } from './config.ts'
import { parseAddress, parseAnyAddress, parseIds, parseNetwork } from './fields.ts'

const ranges = (description: string, example: string) =>
  z
    .array(textField(parseCidr, about('A range of addresses (CIDR).', example)))
    .prefault([])
    .meta(about(description, [example]))

export const bridge = z.string().regex(/^[a-z][a-z0-9_.-]{0,14}$/i, 'write the name of a bridge, such as vmbr0')

export const vlan = count(1, 4094).optional()

export const login = z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'use small letters, digits, "_" and "-"')

const environment = z
  .strictObject({
    name: words('The environment as people know it. Default: the name of this entry.', 'Production').optional(),
    ids: textField(
      parseIds,
      about('The ids its machines may have in Proxmox; a machine adds its number to the first.', '1000-1999'),
    ),
    network: textField(parseNetwork('ipv4'), about('The network of its machines (CIDR).', '10.0.1.0/24')),
    gateway: textField(
      parseAddress('ipv4'),
      about('The way out of the network. Default: its first address.', '10.0.1.1'),
    ).optional(),
    dns: z
      .array(textField(parseAnyAddress, about('An address.', '10.0.1.1')))
      .min(1)
      .optional()
      .meta(about('The name servers of its machines. Default: the gateway.', ['10.0.1.1'])),
    ipv6: textField(
      parseNetwork('ipv6'),
      about('The IPv6 range of the network, 64 bits. Default: it has none.', '2001:db8:1::/64'),
    ).optional(),
    ipv6_gateway: textField(
      parseAddress('ipv6'),
      about('The way out over IPv6. Default: the first address of the range.', '2001:db8:1::1'),
    ).optional(),
    bridge: bridge.default('vmbr0').meta(about('The bridge of Proxmox to which its machines are connected.', 'vmbr0')),
    vlan: vlan.meta(about('The VLAN on that bridge. Default: none.', 20)),
    domain: textField(
      parseDomain,
      about(
        "What the names of its machines end in. Default: the co-op's domain, with the name of the environment before it unless it is public.",
        'staging.example.coop',
      ),
    ).optional(),
    reach: z
      .enum(['public', 'vpn', 'inside'])
      .default('vpn')
      .meta(
        about(
          'Who may reach what its machines offer: everybody; members over the VPN; or the environment alone.',
          'vpn',
        ),
      ),
    vpn_from: ranges('From where members come in through the VPN (CIDR).', '10.8.0.0/24'),
    ssh_from: ranges('From where SSH is let in (CIDR): the gateway host.', '10.0.1.2/32'),
    certificates: z
      .enum(['letsencrypt', 'letsencrypt-staging', 'dns', 'internal', 'none'])
      .default('dns')
      .meta(
        about(
          'How its sites get their certificates: over HTTP, which needs public addresses; over DNS; from an authority of our own; or not.',
          'dns',
        ),
      ),
    host: reference('The host of its machines, unless they say another. Default: the only host.', 'kvm1').optional(),
    pool: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'use letters, digits, ".", "_" and "-"')
      .optional()
      .meta(
        about(
          'The pool of Proxmox that holds its machines. Default: "mycel-" and the name of the environment.',
          'mycel-staging',
        ),
      ),
    user: login.default('admin').meta(about('The only login of a new machine.', 'admin')),
    deploy_keys: z
      .array(textField(parseSshKey, about('The line of a .pub file.', 'ssh-ed25519 AAAA… deploy@gateway')))
      .prefault([])
      .meta(
        about('Public keys of that login: those of the machine from which all is deployed.', [
          'ssh-ed25519 AAAA… deploy@gateway',
        ]),
      ),
    start_on_boot: z.boolean().default(true).meta(about('Whether its machines start with their host.', true)),
    protected: z
      .boolean()
      .default(false)
      .meta(about('Whether its machines are destroyed only after protection is lifted.', true)),
    backup: reference('The backup of its machines, unless they say another.', 'nightly').optional(),
    no_backup: words(
      'Why its machines have no backup, unless they say otherwise.',
      'all of it can be made anew',
    ).optional(),
  })
  .meta(about('A world of machines apart from the others.', { ids: '1000-1999', network: '10.0.1.0/24' }))

export const environments = named(
  environment,
  about('The worlds in which machines live, such as production and staging, in their order of rank.'),
).transform((list): EnvironmentConfig[] => list.map((one) => ({ ...one, name: one.name ?? one.id })))
