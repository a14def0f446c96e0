import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openShell } from '../../test/terminal.ts'
import { commandNames } from './program.ts'

const shell = openShell()
afterAll(() => shell[Symbol.dispose]())

describe('mycel', () => {
  it('lists its commands when nothing is typed', async () => {
    const { code, out } = await shell.mycel([])
    expect(code).toBe(0)
    for (const name of commandNames) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'))
  })

  it('says its version', async () => {
    expect(await shell.mycel('--version')).toEqual({ code: 0, out: 'mycel 1.2.3\n', err: '' })
  })

  it('proposes the nearest command when it does not know one, and exits 64', async () => {
    const { code, err } = await shell.mycel('statsu')
    expect(code).toBe(64)
    expect(err).toBe("mycel: unknown command 'statsu'\n(Did you mean status?)\nSee: mycel --help\n")
  })

  it('proposes the nearest option and names the help of that command', async () => {
    const { code, err } = await shell.mycel('up --prot 80')
    expect(code).toBe(64)
    expect(err).toBe("mycel: unknown option '--prot'\n(Did you mean --port?)\nSee: mycel up --help\n")
  })

  it('shows the help of a command within a command, and names it after a mistake', async () => {
    const { code, out } = await shell.mycel('help server add')
    expect(code).toBe(0)
    expect(out).toBe((await shell.mycel('server add --help')).out)
    expect((await shell.mycel('help server ad')).err).toContain("unknown command 'ad'\n(Did you mean add?)")
    const { err } = await shell.mycel('organisation secret add school --jsn')
    expect(err).toMatch(/See: mycel organisation secret add --help\n$/)
  })

  it('refuses a port that is none', async () => {
    const { code, err } = await shell.mycel('up --port 99999')
    expect(code).toBe(64)
    expect(err).toContain('It is a whole number from 0 to 65535.')
  })

  it.each(commandNames)('shows an example in the help of %s', async (name) => {
    const { out } = await shell.mycel(['help', name])
    const [, inner] = /^Commands:\n {2}(\w+)/m.exec(out) ?? []
    const help = inner === undefined ? out : (await shell.mycel([name, inner, '--help'])).out
    expect(help).toContain(inner === undefined ? 'Examples:' : `mycel ${name} ${inner}`)
  })

  it('loads no package but commander for its help', () => {
    expect(packagesLoadedBy(join(import.meta.dirname, '../main.ts'))).toEqual(new Set(['commander']))
  })
})

/** The packages that a file imports at once, itself and through what it imports. */
function packagesLoadedBy(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return new Set()
  seen.add(path)
  const specifiers = readFileSync(path, 'utf8')
    .matchAll(/^import (?!type )[^;]*?from '([^']+)'/gm)
    .map(([, specifier = '']) => specifier)
    .filter((specifier) => !specifier.startsWith('node:') && !specifier.endsWith('.json'))
  const packages = new Set<string>()
  for (const specifier of specifiers) {
    if (!specifier.startsWith('.')) packages.add(specifier)
    else for (const one of packagesLoadedBy(join(path, '..', specifier), seen)) packages.add(one)
  }
  return packages
}
