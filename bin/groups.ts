// The groups of tests, how one is run, and what this machine lacks for it.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export const groups = ['shape', 'unit', 'journeys', 'browser', 'lab'] as const
export type Group = (typeof groups)[number]

export interface Count {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const nothing: Count = { passed: 0, failed: 0, skipped: 0 }

/** Runs the tests of some groups, or those that match vitest's `filters`, with the output on the terminal. */
export function runTests(groups: readonly Group[], filters: readonly string[] = []): Count & { readonly ok: boolean } {
  const folder = mkdtempSync(join(tmpdir(), 'mycel-test-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const projects = groups.map((group) => `--project=${group}`)
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...projects, ...reporters, ...filters]
  const { status } = spawnSync(process.execPath, vitest, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environment(),
  })
  const count = existsSync(report) ? read(report) : nothing
  rmSync(folder, { recursive: true })
  return { ...count, ok: status === 0 && count.failed === 0 }
}

/** Why this machine cannot run a group, in words that say what would help; undefined when it can. */
export function lacks(group: Group): string | undefined {
  if (group === 'browser' && chromium() === undefined) return 'no Chromium here (Debian: apt-get install chromium)'
  if (group === 'lab' && process.getuid?.() !== 0)
    return 'it needs root (run it in a throw-away machine: sudo bin/test)'
  return undefined
}

/** The Chromium that the browser tests drive: $CHROMIUM, or the first one in PATH. */
export function chromium(): string | undefined {
  return process.env['CHROMIUM'] ?? find('chromium') ?? find('chromium-browser') ?? find('google-chrome')
}

export function sum(counts: readonly Count[]): Count {
  return counts.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    nothing,
  )
}

/** `12 passed, 0 failed`, with `, 3 skipped` when some were. */
export function inWords({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function read(report: string): Count {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  // A file that cannot even be loaded has no tests to count; it is a failure all the same.
  const broken = testResults.filter(
    (file: { status: string; assertionResults: unknown[] }) =>
      file.status === 'failed' && file.assertionResults.length === 0,
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  }
}

function environment(): NodeJS.ProcessEnv {
  const browser = chromium()
  return browser === undefined ? process.env : { ...process.env, CHROMIUM: browser }
}

function find(program: string): string | undefined {
  return searchPath()
    .map((folder) => join(folder, program))
    .find(isProgram)
}

function searchPath(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
