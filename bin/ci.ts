// The steps, in order. Each prints its name and time; the first failure ends the run.
import { spawnSync } from 'node:child_process'
import { findFakeTime } from '../test/fake-time.ts'
import { findPostgres } from '../test/postgres.ts'
import { findProgram } from '../test/program.ts'
import { findRedis } from '../test/redis.ts'
import { type Count, chromium, type Group, inWords, lacks, runTests, sum } from './groups.ts'

// Nobody looks at the pictures of this run, and they take a quarter of the browser's time.
process.env['MYCEL_PICTURES'] ??= 'no'

const counts: Count[] = []
const omitted: string[] = []

step('packages', debianPackages)
step('format', () => program('node_modules/.bin/biome', 'check', '.'))
step('lint', () => program('node_modules/.bin/oxlint', '--deny-warnings', '.'))
step('types', () => ['.', 'portal'].every((project) => program('node_modules/ts7/bin/tsc', '-p', project)))
step('shape', () => tests('shape'))
step('unit', () => tests('unit'))
step('journeys', () => tests('journeys'))
step('browser', () => tests('browser'))
step('lab', () => tests('lab'))
step('build', () => program(process.execPath, 'bin/build.ts'))

for (const line of omitted) console.log(line)
console.log(inWords(sum(counts)))

function step(name: string, run: () => boolean): void {
  console.log(`── ${name}`)
  const began = performance.now()
  const ok = run()
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`── ${name}: ${ok ? 'ok' : 'FAILED'}, ${seconds} s\n`)
  if (ok) return
  console.log(`bin/ci stopped at "${name}"; the steps after it did not run.`)
  if (counts.length > 0) console.log(inWords(sum(counts)))
  process.exit(1)
}

function program(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}

function tests(group: Group): boolean {
  const why = lacks(group)
  if (why) {
    omitted.push(`not run: the ${group} tests: ${why}`)
    return process.env['CI'] !== 'true'
  }
  const result = runTests([group])
  counts.push(result)
  return result.ok
}

/** What the tests use besides npm: a browser, databases and proxies. Installed only where we may and where missing. */
function debianPackages(): boolean {
  const missing = [
    ...(chromium() === undefined ? ['chromium'] : []),
    ...(findPostgres() === undefined ? ['postgresql'] : []),
    ...(findRedis() === undefined ? ['redis-server'] : []),
    ...(findProgram('nginx') === undefined ? ['nginx-light'] : []),
    ...(findProgram('haproxy') === undefined ? ['haproxy'] : []),
    ...(findFakeTime() === undefined ? ['libfaketime'] : []),
  ]
  const may = process.getuid?.() === 0 && program('sh', '-c', 'command -v apt-get >/dev/null')
  if (missing.length === 0) return true
  if (may) return aptInstall(missing)
  console.log(`missing, and only root on Debian installs them here: ${missing.join(' ')}`)
  return process.env['CI'] !== 'true'
}

function aptInstall(packages: readonly string[]): boolean {
  console.log(`installing ${packages.join(' ')}`)
  apt('update')
  return apt(`install -y --no-install-recommends ${packages.join(' ')}`)
}

function apt(words: string): boolean {
  return program('sh', '-c', `DEBIAN_FRONTEND=noninteractive apt-get -qq ${words} >/dev/null`)
}
