import { chmod, mkdir, mkdtemp, readdir, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { Problem, Problems } from '../lib/problem.ts'
import { Secret } from '../lib/secret.ts'
import { listSecrets, readSecret, resolveSecrets, writeSecret } from './secrets.ts'

let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'secrets-'))
})

async function placeFile(name: string, text: string, mode = 0o600): Promise<void> {
  await mkdir(join(dataDir, 'secrets'), { recursive: true })
  await writeFile(join(dataDir, 'secrets', name), text)
  await chmod(join(dataDir, 'secrets', name), mode)
}

const read = (name: string) => readSecret({ kind: 'file', name }, { dataDir, env: {} })

test('a stored secret is read back, and only its owner may read the file', async () => {
  await writeSecret(dataDir, 'bbb1', new Secret('swordfish\n'))
  expect((await read('bbb1')).reveal()).toBe('swordfish')
  expect((await stat(join(dataDir, 'secrets', 'bbb1'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(dataDir, 'secrets'))).mode & 0o777).toBe(0o700)
})

test('storing again replaces the secret and leaves nothing else behind', async () => {
  await writeSecret(dataDir, 'bbb1', new Secret('old'))
  await writeSecret(dataDir, 'bbb1', new Secret('new'))
  expect((await read('bbb1')).reveal()).toBe('new')
  expect(await readdir(join(dataDir, 'secrets'))).toEqual(['bbb1'])
})

test('one final newline is not part of a secret, other white space is', async () => {
  await placeFile('bbb1', ' sword fish \r\n')
  expect((await read('bbb1')).reveal()).toBe(' sword fish ')
})

test('a missing secret comes with the command that stores it', async () => {
  await expect(read('bbb1')).rejects.toMatchObject({
    code: 'not-found',
    hint: "printf '%s' THE-SECRET | mycel secret set bbb1",
  })
})

test('an empty secret is neither read nor stored', async () => {
  await placeFile('bbb1', '\n')
  await expect(read('bbb1')).rejects.toMatchObject({ code: 'not-found' })
  await expect(writeSecret(dataDir, 'bbb2', new Secret('\n'))).rejects.toMatchObject({ code: 'invalid' })
})

test('a secret that others may read is refused with the chmod that helps', async () => {
  await placeFile('bbb1', 'swordfish', 0o640)
  await expect(read('bbb1')).rejects.toMatchObject({
    code: 'refused',
    hint: `chmod 600 ${join(dataDir, 'secrets', 'bbb1')}`,
  })
})

test.each(['../outside', '.', '..', '', '/etc/passwd', 'a/b', '-rf', 'a\0b', 'a\n'])(
  '%j is not a name',
  async (name) => {
    await expect(read(name)).rejects.toMatchObject({ code: 'invalid' })
    await expect(writeSecret(dataDir, name, new Secret('x'))).rejects.toMatchObject({ code: 'invalid' })
  },
)

test('a folder is not a secret', async () => {
  await mkdir(join(dataDir, 'secrets', 'bbb1'), { recursive: true, mode: 0o700 })
  await expect(read('bbb1')).rejects.toMatchObject({ code: 'refused' })
})

test('an environment variable is a secret unless it is empty', async () => {
  const env = { FULL: 'swordfish', EMPTY: '' }
  expect((await readSecret({ kind: 'env', name: 'FULL' }, { dataDir, env })).reveal()).toBe('swordfish')
  for (const name of ['EMPTY', 'ABSENT']) {
    await expect(readSecret({ kind: 'env', name }, { dataDir, env })).rejects.toMatchObject({ code: 'not-found' })
  }
})

test('all missing secrets are reported at once, each one time', async () => {
  const refs = ['a', 'b', 'a'].map((name) => ({ kind: 'file', name }) as const)
  const failure: unknown = await resolveSecrets(refs, { dataDir, env: {} }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Problems)
  expect((failure as Problems).errors.map(({ message }) => message)).toEqual([
    'there is no secret "a"',
    'there is no secret "b"',
  ])
  expect((failure as Problems).errors.every((problem) => problem instanceof Problem)).toBe(true)
})

test('resolved secrets come in the order asked for', async () => {
  await writeSecret(dataDir, 'a', new Secret('1'))
  const refs = [{ kind: 'literal', value: new Secret('2') } as const, { kind: 'file', name: 'a' } as const]
  expect((await resolveSecrets(refs, { dataDir, env: {} })).map((secret) => secret.reveal())).toEqual(['2', '1'])
})

test('the list shows names only, and is empty before the first secret', async () => {
  expect(await listSecrets(dataDir)).toEqual([])
  await writeSecret(dataDir, 'b', new Secret('x'))
  await writeSecret(dataDir, 'a', new Secret('x'))
  await placeFile('~half-written', 'x')
  expect(await listSecrets(dataDir)).toEqual(['a', 'b'])
})
