import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openShell, type Shell } from '../../test/terminal.ts'

let shell: Shell
beforeEach(() => {
  shell = openShell()
})
afterEach(() => shell[Symbol.dispose]())

describe('mycel secret', () => {
  it('stores what is piped in, for this user alone', async () => {
    expect(await shell.mycel('secret set bbb1', { input: 'correct horse\n' })).toMatchObject({ code: 0, err: '' })
    expect(await shell.mycel('secret show bbb1')).toEqual({ code: 0, out: 'correct horse\n', err: '' })
    expect(statSync(join(shell.folder, 'data/secrets/bbb1')).mode & 0o077).toBe(0)
  })

  it('asks on a terminal', async () => {
    const { err, out } = await shell.mycel('secret set bbb1', { input: 'battery', tty: 80 })
    expect(err).toBe('secret bbb1: \n')
    expect(out).toBe('The secret bbb1 is stored. A running Mycel reads it at its next start.\n')
    expect((await shell.mycel('secret set bbb1', { input: 'staple', tty: 80 })).out).toContain('is replaced')
  })

  it('lists names, never values', async () => {
    expect((await shell.mycel('secret list')).err).toContain('No secret is stored yet')
    await shell.mycel('secret set b --data elsewhere', { input: 'x' })
    await shell.mycel('secret set a', { input: 'y', env: { MYCEL_DATA: 'elsewhere' } })
    expect((await shell.mycel('secret list --data elsewhere')).out).toBe('a\nb\n')
    expect(JSON.parse((await shell.mycel('secret list --data elsewhere --json')).out)).toEqual({ secrets: ['a', 'b'] })
  })

  it('refuses what is empty or cannot be a name, and does not find what is not there', async () => {
    expect((await shell.mycel('secret set bbb1', { input: '\n' })).code).toBe(64)
    expect((await shell.mycel('secret set ../bbb1', { input: 'x' })).code).toBe(65)
    expect(await shell.mycel('secret show bbb1')).toMatchObject({ code: 66, out: '' })
  })
})
