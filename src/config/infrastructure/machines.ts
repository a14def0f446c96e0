import { z } from 'zod'
import { parseCidr, textField } from '../fields.ts'
import { named, reference } from '../named.ts'
import { about, count, words } from '../schema-parts.ts'
import type { MachineConfig } from './config.ts'
import { byEnvironment, month, parseAddress, parseMac, parsePort, parseWeight, size } from './fields.ts'

const cores = count(1, 256)
const storageName = z.string().regex(/^[A-Za-z][A-Za-z0-9._-]*$/, 'write the name of a storage of the host')
const imageName = z.string().min(1).max(60)
const mac = textField(parseMac, about('A hardware address.', '02:00:00:1A:2B:3C'))

/** What may differ between the environments of a machine. */
const choices = {
  host: reference('The host it is on. Default: that of the environment.', 'kvm1').optional(),
  memory: size('Its memory. Default: what its weight amounts to.', '2 GiB').optional(),
  disk: size(
    'The disk it starts from, in whole GiB; it can grow and never shrink. Default: 20 GiB.',
    '20 GiB',
  ).optional(),
  storage: storageName
    .optional()
    .meta(about('Where that disk is. Default: the first storage of the host.', 'local-lvm')),
  template: imageName
    .optional()
    .meta(about('The template of the host that it is cloned from. Default: the only one.', 'debian-13')),
  image: imageName
    .optional()
    .meta(about('The image of the host that it begins from, instead of a template.', 'debian-13')),
  backup: reference('Its backup. Default: that of the environment.', 'nightly').optional(),
  no_backup: words('Why it has no backup.', 'it holds nothing of its own').optional(),
  protected: z
    .boolean()
    .optional()
    .meta(about('Whether it is destroyed only after protection is lifted. Default: as the environment says.', true)),
  start_on_boot: z
    .boolean()
    .optional()
    .meta(about('Whether it starts with its host. Default: as the environment says.', true)),
}

const overrides = z
  .strictObject({
    ...choices,
    cores: cores.optional().meta(about('Its virtual cores there.', 1)),
    started: z.boolean().optional().meta(about('Whether it runs there.', false)),
  })
  .meta(about('What is otherwise in this environment.', { memory: '1 GiB' }))

const disk = z
  .strictObject({
    size: size('How large it is, in whole GiB; it can grow and never shrink.', '100 GiB'),
    storage: storageName.optional().meta(about('Where it is. Default: where the first disk is.', 'local-hdds')),
    backup: z.boolean().default(true).meta(about('Whether backups of the machine hold it.', true)),
  })
  .meta(about('A further disk.', { size: '100 GiB', storage: 'local-hdds' }))

const publicAddress = z
  .strictObject({
    block: reference('The block of addresses it is from. Default: the only one.', 'ovh').optional(),
    ipv4: textField(parseAddress('ipv4'), about('Its IPv4 address. Default: none.', '198.51.100.2')).optional(),
    ipv6: textField(
      parseAddress('ipv6'),
      about('Its IPv6 address, in full or only the last 64 bits (::3). Default: its word, else its id.', '::3'),
    ).optional(),
    mac: mac
      .optional()
      .meta(about('The hardware address that the provider gave for it. Default: one of our own.', '02:00:00:1A:2B:3C')),
  })
  .meta(about('An address in the open.', { ipv4: '198.51.100.2' }))

const open = z
  .strictObject({
    port: textField(parsePort, about('A port or a range, and its protocol.', '8000-8010/udp')),
    from: z
      .array(textField(parseCidr, about('A range of addresses (CIDR).', '10.0.1.2/32')))
      .prefault([])
      .meta(about('From where it is let in (CIDR). Default: from everywhere.', ['10.0.1.2/32'])),
    because: words('What it is for.', 'the old mail server still delivers here').optional(),
  })
  .meta(about('A port that is open although no service says so.', { port: '9100/tcp', from: ['10.0.1.6/32'] }))

const machine = z
  .strictObject({
    description: words('What it is for.', 'Reverse proxy and web sites').optional(),
    label: z
      .string()
      .regex(/^[A-Za-z]{1,8}\d{1,6}$/, 'write letters and a number, such as VM3')
      .optional()
      .meta(about('How the roadmap calls it. Default: it is not on the roadmap.', 'VM3')),
    number: count(0, 99_999_999)
      .optional()
      .meta(about('Added to the first id of each environment. Default: the number in its label.', 3)),
    in: z
      .array(reference('An environment.', 'production'))
      .min(1)
      .meta(
        about('Its environments; it is the same in each, but for what follows from them.', ['production', 'staging']),
      ),
    state: z
      .enum(['planned', 'present', 'retired'])
      .default('present')
      .meta(
        about(
          'Whether it is there. Planned and retired ones are not made, and count in the months to come or gone by.',
          'present',
        ),
      ),
    ...choices,
    cores: cores.default(2).meta(about('Its virtual cores.', 2)),
    disks: z
      .array(disk)
      .prefault([])
      .meta(about('Its further disks.', [{ size: '100 GiB' }])),
    started: z.boolean().default(true).meta(about('Whether it runs.', true)),
    address: count(1, 16_777_214)
      .optional()
      .meta(about('The last part of its address in the network of each environment. Default: its number and 10.', 3)),
    spell: byEnvironment(
      words('Eight letters.', 'HyphaWEB'),
      about('For each environment: eight letters that its IPv6 addresses end in.', { production: 'HyphaWEB' }),
    ),
    mac: byEnvironment(
      mac,
      about('For each environment: its hardware address in the network. Default: one of our own.', {
        production: '02:00:00:1A:2B:3C',
      }),
    ),
    public: byEnvironment(
      publicAddress,
      about('For each environment: its address in the open. Default: none.', { production: { ipv4: '198.51.100.2' } }),
    ),
    overrides: byEnvironment(
      overrides,
      about('For each environment: what is otherwise there.', { staging: { memory: '1 GiB' } }),
    ),
    open: z
      .array(open)
      .prefault([])
      .meta(about('Ports that are open although no service says so.', [{ port: '9100/tcp' }])),
    owner: reference('Who looks after it.', 'el').optional(),
    second: reference('Who does when the first cannot.', 'yj').optional(),
    weight: textField(
      parseWeight,
      about('How much it weighs on the roadmap: 💧 for memory, 💾 for disk.', '💧💧💧💾'),
    ).optional(),
    month: month('For when it is planned. Default: no plans.', '2020-08').optional(),
    promised: month('The month that was promised first. Default: the planned one.', '2020-07').optional(),
    since: month('Since when it is in production.', '2020-10').optional(),
    until: month('The last month of a retired one.', '2021-04').optional(),
  })
  .meta(
    about('A machine, with a twin in each of its environments.', {
      label: 'VM3',
      in: ['production', 'staging'],
      memory: '2 GiB',
    }),
  )

export const machines = named(machine, about('The machines, each by a short name.')).transform(
  (list): MachineConfig[] => list,
)
