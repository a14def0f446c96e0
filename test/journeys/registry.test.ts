import { expect, test } from 'vitest'
import { Secret } from '../../src/lib/secret.ts'
import { addOrganisation } from '../../src/meetings/add-organisation.ts'
import { addServer, removeServer } from '../../src/meetings/registry.ts'
import { startPracticeServer } from '../../src/providers/bigbluebutton/fake/server.ts'
import { mainSecret, rig } from '../rig.ts'

test('meetings that are given up with their server are over', async () => {
  await using added = await startPracticeServer({ name: 'added', secret: 'a-secret' })
  await using coop = await rig({ servers: 0, poll: 60 })
  const { context } = coop.app.gateway
  const definition = { id: 'added', url: added.url, capacity: 150, weight: 1, tags: [], checksum: 'sha256' } as const
  await addServer(context, definition, new Secret('a-secret'), 'local:test')
  expect((await coop.call('create', 'name=Room&meetingID=r1')).text('returncode')).toBe('SUCCESS')

  await removeServer(context, 'added', 'local:test', true)
  expect((await coop.call('getMeetings')).text('messageKey')).toBe('noMeetings')
  expect(await context.store.live()).toEqual([])
})

test('an organisation cannot have the secret of another, which alone tells them apart', async () => {
  await using coop = await rig({ servers: 0, poll: 60 })
  const { context } = coop.app.gateway
  const main = context.organisations.find('main')
  const definition = {
    id: 'second',
    name: 'Second',
    kind: 'organisation' as const,
    status: 'active' as const,
    brand: {},
    hosts: [],
    checksums: [...(main?.checksums ?? [])],
    limits: { recording: true },
    create: { defaults: {}, overrides: {} },
    join: { defaults: {}, overrides: {} },
    servers: { required: '', preferred: '' },
    sign_form_body: false,
  }
  const adding = addOrganisation(context, definition, [new Secret('new'), new Secret(mainSecret)], 'local:test')
  await expect(adding).rejects.toMatchObject({ code: 'conflict', message: expect.not.stringContaining(mainSecret) })
  expect(context.organisations.find('second')).toBeUndefined()
})
