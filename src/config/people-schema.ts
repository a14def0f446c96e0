import { z } from 'zod'
import { textField } from './fields.ts'
import { named, reference } from './named.ts'
import type { GroupConfig, PersonConfig } from './people-config.ts'
import { about, words } from './schema-parts.ts'
import { parseSshKey } from './ssh-key.ts'

const person = z
  .strictObject({
    name: words('The person as others know them.', 'Elon Example'),
    initials: z
      .string()
      .regex(/^[a-z]{1,4}$/i, 'use one to four letters')
      .transform((text) => text.toLowerCase())
      .optional()
      .meta(about('How minutes write them. Default: the name of this entry.', 'el')),
    aliases: z
      .array(words('Another way in which they are written.', 'elon'))
      .prefault([])
      .meta(about('Other ways in which minutes write them.', ['elon'])),
    groups: z
      .array(reference('A group.', 'infra'))
      .prefault([])
      .meta(about('The groups they are in.', ['infra'])),
    email: z
      .string()
      .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'write an address such as el@example.coop')
      .optional()
      .meta(about('Where they read mail.', 'el@example.coop')),
    handles: z
      .strictObject({
        github: words('The account at GitHub.', 'el-example').optional(),
        forgejo: words('The account at the Forgejo of the co-op.', 'el').optional(),
        matrix: words('The account in Matrix.', '@el:example.coop').optional(),
      })
      .prefault({})
      .meta(about('Their accounts elsewhere, so that tasks reach them.')),
    ssh_keys: z
      .array(textField(parseSshKey, about('The line of a .pub file.', 'ssh-ed25519 AAAA… el@laptop')))
      .prefault([])
      .meta(about('Their public SSH keys, one for each device.', ['ssh-ed25519 AAAA… el@laptop'])),
    left: z
      .boolean()
      .default(false)
      .meta(about('Whether they have left: the name stays for old minutes, and nothing else does.', false)),
  })
  .meta(about('Somebody of the co-op.', { name: 'Elon Example', groups: ['infra'] }))

const group = z
  .strictObject({
    name: words('The group as people know it. Default: the name of this entry.', 'Infrastructure').optional(),
    description: words('What the group is for.', 'Looks after the machines.').optional(),
  })
  .meta(about('Some of the people.', { name: 'Infrastructure' }))

/** The people of the co-op by short names, in the order of the file. */
export const people = named(person, about('The people of the co-op, each by a short name of small letters.')).transform(
  (list): PersonConfig[] => list.map((one) => ({ ...one, initials: one.initials ?? one.id })),
)

export const groups = named(group, about('Groups of people, such as those who may reach production.')).transform(
  (list): GroupConfig[] => list.map((one) => ({ ...one, name: one.name ?? one.id })),
)
