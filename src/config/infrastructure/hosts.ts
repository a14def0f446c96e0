import { z } from 'zod'
import { parseWebAddress, textField } from '../fields.ts'
import { named } from '../named.ts'
import { about, count, secret, words } from '../schema-parts.ts'
import type { HostConfig } from './config.ts'
import { month, parseMoney, size } from './fields.ts'

const proxmox = z
  .strictObject({
    url: textField(parseWebAddress, about("The address of Proxmox's own pages.", 'https://kvm1.example.coop:8006')),
    token_id: z
      .string()
      .regex(/^[^\s:/@!]+@[A-Za-z][\w.-]*![A-Za-z][\w.-]*$/, 'write user@realm!name, such as mycel@pve!apply')
      .meta(about('The API token that this program uses.', 'mycel@pve!apply')),
    token: secret('The secret of that token, as Proxmox shows it once.', 'secret://kvm1'),
    fingerprint: z
      .string()
      .regex(/^([0-9a-f]{2}:){31}[0-9a-f]{2}$/i, 'write the 32 pairs of the SHA-256 fingerprint, with colons')
      .transform((text) => text.toUpperCase())
      .optional()
      .meta(
        about(
          'SHA-256 fingerprint of its certificate, when no authority vouches for it: Node, System, Certificates.',
          `A1:${Array(31).fill('00').join(':')}`,
        ),
      ),
    authority: z
      .string()
      .regex(/^-----BEGIN CERTIFICATE-----\s/, 'paste the certificate, with the lines that begin and end it')
      .optional()
      .meta(
        about(
          'Certificate of an authority of your own that vouches for it, such as /etc/pve/pve-root-ca.pem of the host.',
          '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n',
        ),
      ),
  })
  .meta(
    about("How Proxmox's API is reached.", {
      url: 'https://kvm1.example.coop:8006',
      token_id: 'mycel@pve!apply',
      token: 'secret://kvm1',
    }),
  )

const storage = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9._-]*$/, 'write its name in Proxmox, such as local-lvm')
      .meta(about('Its name in Proxmox.', 'local-lvm')),
    size: size('How much fits on it.', '450 GB'),
    backups: z.boolean().default(false).meta(about('Whether backups of machines go there.', false)),
  })
  .meta(
    about('A storage of the host; the first is where disks go unless they say another.', {
      id: 'local-lvm',
      size: '450 GB',
    }),
  )

const policy = z.enum(['refuse', 'warn', 'allow'])

const overcommit = z
  .strictObject({
    memory: policy
      .default('refuse')
      .meta(about('When machines that are there need more memory than there is.', 'refuse')),
    cores: policy
      .default('warn')
      .meta(about('When they have more virtual cores than the factor below allows.', 'warn')),
    cores_per_thread: z
      .number()
      .min(1)
      .max(20)
      .default(4)
      .meta(about('Virtual cores for each thread of the processor.', 4)),
    disk: policy.default('warn').meta(about('When their disks, were they full, would not fit on a storage.', 'warn')),
  })
  .prefault({})
  .meta(about('What happens when more is promised than there is.'))

const host = z
  .strictObject({
    name: words('The host as people know it. Default: the name of this entry.', 'Our server in Beauharnois').optional(),
    node: z
      .string()
      .regex(/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/, 'write the name of the node in Proxmox')
      .optional()
      .meta(about('What Proxmox calls it. Default: the name of this entry.', 'kvm1')),
    proxmox: proxmox.optional(),
    memory: size('Its memory.', '64 GiB'),
    reserved: size('Memory that the host itself needs, its file system included.', '4 GiB').prefault('4 GiB'),
    cores: count(1, 1024).meta(about('Threads of its processor.', 12)),
    storages: z
      .array(storage)
      .min(1)
      .meta(about('Its storages.', [{ id: 'local-lvm', size: '450 GB' }])),
    templates: z
      .record(z.string(), count(100, 999_999_999))
      .prefault({})
      .meta(about('Machines to clone: the name that our machines use, and the id in Proxmox.', { 'debian-13': 9000 })),
    images: z
      .record(
        z.string(),
        z.string().regex(/^[^:\s]+:\S+$/, 'write storage:volume, such as local:import/debian-13.qcow2'),
      )
      .prefault({})
      .meta(
        about('Images to begin from: the name that our machines use, and the volume in Proxmox.', {
          'debian-13': 'local:import/debian-13.qcow2',
        }),
      ),
    overcommit,
    price: textField(parseMoney, about('What it costs in a month, taxes included.', '89.70 CAD')).optional(),
    from: month('The first month in which it is there and paid. Default: from the beginning.', '2020-06').optional(),
    until: month('The last month. Default: without end.', '2021-05').optional(),
  })
  .meta(
    about('A computer that runs Proxmox.', {
      memory: '64 GiB',
      cores: 12,
      storages: [{ id: 'local-lvm', size: '450 GB' }],
    }),
  )

export const hosts = named(host, about('The computers that run Proxmox, each by a short name.')).transform(
  (list): HostConfig[] => list.map((one) => ({ ...one, name: one.name ?? one.id, node: one.node ?? one.id })),
)
