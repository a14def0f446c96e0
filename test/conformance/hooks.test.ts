import { expect, test } from 'vitest'
import { parameter } from '../../src/protocol/query.ts'
import type { ApiAnswer } from '../rig.ts'
import { elementNames, expectRefusal, fail, other, sharedRig, twoOrganisations } from './shared.ts'

const rigOf = sharedRig({ servers: 1, organisations: twoOrganisations })

const hook = (path: string) => parameter('callbackURL', `http://127.0.0.1:9/${path}`).raw

async function hooksOf(query = '', options = {}): Promise<(string | undefined)[]> {
  const answer = await rigOf().call('hooks/list', query, options)
  expect(answer.text('returncode')).toBe('SUCCESS')
  const hooks: ApiAnswer['root'] = answer.root?.children.find(({ name }) => name === 'hooks')
  return (hooks?.children ?? []).map((one) => one.children.find(({ name }) => name === 'callbackURL')?.text)
}

test('185 a hook is created', async () => {
  const answer = await rigOf().call('hooks/create', hook('185?x=1&y=2'))
  expect(elementNames(answer)).toEqual(['returncode', 'hookID', 'permanentHook', 'rawData'])
  expect(answer.text('hookID')).toMatch(/^\d+$/)
  expect(await hooksOf()).toContain('http://127.0.0.1:9/185?x=1&y=2')
})

test('186 the same address again is the same hook', async () => {
  const first = await rigOf().call('hooks/create', hook('186'))
  const second = await rigOf().call('hooks/create', hook('186'))
  expect(elementNames(second)).toEqual(['returncode', 'hookID', 'messageKey', 'message'])
  expect([second.text('hookID'), second.text('messageKey')]).toEqual([first.text('hookID'), 'duplicateWarning'])
  expect(second.text('message')).toBe('There is already a hook for this callback URL.')
})

test('186b the same hook, registered by several at once, is one', async () => {
  const { gateway } = rigOf().app
  const organisation = gateway.context.organisations.find('main') ?? fail('the organisation is not there')
  const wish = { callbackUrl: 'http://127.0.0.1:9/186b', meetingId: 'room-186b', events: [] }
  const made = await Promise.all([1, 2, 3].map(() => gateway.hooks.create(organisation, wish)))
  expect(made.filter(({ isNew }) => isNew)).toHaveLength(1)
  expect(new Set(made.map(({ hook: { id } }) => id)).size).toBe(1)
})

test('187 a hook without address is refused', async () => {
  expectRefusal(await rigOf().call('hooks/create', 'meetingID=room-7'), 'missingParamCallbackURL')
})

test('187b a hook to where only servers can reach is refused', async () => {
  const answer = await rigOf().call('hooks/create', parameter('callbackURL', 'http://169.254.169.254/').raw)
  expectRefusal(answer, 'createHookError')
})

test('187c a hook for what can be no meeting ID is refused', async () => {
  const answer = await rigOf().call('hooks/create', `${hook('187c')}&meetingID=${'x7'.repeat(3000)}`)
  expectRefusal(answer, 'validationError')
})

test('188b a listing for a meeting has its hooks and the global ones', async () => {
  await rigOf().call('hooks/create', `${hook('188-mine')}&meetingID=room-188`)
  await rigOf().call('hooks/create', `${hook('188-theirs')}&meetingID=room-188-b`)
  await rigOf().call('hooks/create', hook('188-global'))
  const listed = await hooksOf('meetingID=room-188')
  expect(listed).toContain('http://127.0.0.1:9/188-mine')
  expect(listed).toContain('http://127.0.0.1:9/188-global')
  expect(listed).not.toContain('http://127.0.0.1:9/188-theirs')
})

test('189 a hook is destroyed once, and only by its organisation', async () => {
  const id = (await rigOf().call('hooks/create', hook('189'))).text('hookID')
  expectRefusal(await rigOf().call('hooks/destroy', `hookID=${id}`, other), 'destroyMissingHook')
  const removed = await rigOf().call('hooks/destroy', `hookID=${id}`)
  expect(elementNames(removed)).toEqual(['returncode', 'removed'])
  expect(removed.text('removed')).toBe('true')
  expectRefusal(await rigOf().call('hooks/destroy', `hookID=${id}`), 'destroyMissingHook')
  expectRefusal(await rigOf().call('hooks/destroy', 'hookID=nonsense'), 'destroyMissingHook')
  expectRefusal(await rigOf().call('hooks/destroy'), 'missingParamHookID')
})

test('189b an organisation lists none of another’s hooks', async () => {
  await rigOf().call('hooks/create', hook('189b'))
  expect(await hooksOf('', other)).toEqual([])
})
