import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShell, type Up } from '../../test/terminal.ts'

const shell = openShell()
let up: Up

beforeAll(async () => {
  up = await shell.up()
  await shell.mycel('organisation add school')
})
afterAll(async () => {
  await up.end()
  shell[Symbol.dispose]()
})

const set = (...more: string[]) => shell.mycel(['organisation', 'sign-in', 'set', 'school', ...more])

test('the provider of an organisation that was added here is set, and what is not said stays', async () => {
  const shown = (await shell.mycel('organisation sign-in show school')).out
  expect(shown).toMatch(/^its people sign in at +http:\/\/\S+\/sign-in\?organisation=school$/m)
  expect(shown).toMatch(/^redirect address +http:\/\/\S+\/sign-in\/oidc\/school\/callback$/m)
  expect((await set('--provider', 'School Login')).err).toContain('say --provider, --issuer and --client-id')

  const provider = ['--provider', 'School Login', '--issuer', 'http://127.0.0.1:9', '--client-id', 'mycel']
  const added = await shell.mycel(['organisation', 'sign-in', 'set', 'school', ...provider, '--client-secret'], {
    input: 'of school\n',
  })
  expect(added.out).toMatch(/^client +mycel, with a secret$/m)
  const more = await set(
    '--email-domain',
    'school.example',
    '--role-claim',
    'groups',
    '--role-admin',
    'board',
    '--passwords',
    'no',
  )
  expect(more.out).toMatch(/^client +mycel, with a secret$/m)
  expect(more.out).toMatch(/^only addresses of +school\.example$/m)
  expect(more.out).toMatch(/^administrators +groups: board$/m)
  expect(more.out).toMatch(/^members +groups: everybody else$/m)
  expect(more.out).toMatch(/^passwords +no$/m)
  expect(more.out).not.toContain('of school')

  const away = await shell.mycel('organisation sign-in check school')
  expect(away.code).toBe(69)
  expect(away.err).toContain('does not answer as an OpenID Connect provider')
  expect((await set('--no-provider')).err).toContain('nobody could sign in')
  expect((await set('--no-provider', '--passwords', 'yes')).out).toMatch(/^provider +none$/m)
})

test('what coop.yaml declares is changed there', async () => {
  const refused = await shell.mycel('organisation sign-in set main --second-step required')
  expect(refused.code).not.toBe(0)
  expect(refused.err).toContain('write sign_in: there, and restart')
})
