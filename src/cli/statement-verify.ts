import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { verifyFile, verifySequence } from '../ledger/verify.ts'
import { verifySides } from '../ledger/verify-sides.ts'
import { Problem } from '../lib/problem.ts'
import { addExamples, fromCwd } from './options.ts'
import { count } from './show.ts'
import { print, type Terminal } from './terminal.ts'

interface VerifyOptions {
  readonly key?: string
}

/** `mycel statement verify`: checks files with nothing else at hand; no Mycel need run. */
export function defineVerify(command: Command, terminal: Terminal): void {
  const verify = command
    .command('verify')
    .description('check the JSON of statements here, without asking anybody: hashes, signature and sums')
    .argument(
      '<file...>',
      'what "mycel statement export" wrote; several months must go on from each other, two sides say the same',
    )
    .option('--key <key>', 'the public key of the installation that made them, or a file with it')
    .action((files: readonly string[], options: VerifyOptions) => verifyFiles(files, options, terminal))
  addExamples(
    verify,
    ['mycel statement verify school-2026-03.json --key school.key', ''],
    ['mycel statement verify school-2026-02.json school-2026-03.json', 'the second goes on from the first'],
    ['mycel statement verify school-2026-03.json choir-2026-03.json', 'both say the same of what they lent each other'],
  )
}

async function verifyFiles(files: readonly string[], options: VerifyOptions, terminal: Terminal): Promise<void> {
  const key = options.key === undefined ? undefined : await readKey(options.key, terminal)
  const verdicts = await Promise.all(
    files.map(async (file) => ({ file, verdict: verifyFile(await read(file, terminal), key) })),
  )
  const problems = verdicts.flatMap(({ file, verdict }) => verdict.problems.map((problem) => `${file}: ${problem}`))
  const statements = verdicts.flatMap(({ verdict }) => verdict.file?.statements ?? [])
  for (const one of Map.groupBy(statements, ({ organisation }) => organisation).values()) {
    problems.push(...verifySequence(one))
  }
  if (problems.length === 0) problems.push(...verifySides(statements))
  if (problems.length > 0) {
    print(terminal, ...problems)
    throw new Problem(
      'invalid',
      `${count(problems.length, 'thing')} in these statements ${problems.length === 1 ? 'is' : 'are'} wrong`,
      {
        hint: 'ask whoever gave you the file for the statement anew, and compare',
      },
    )
  }
  const lines = statements.reduce((sum, one) => sum + one.lines.length, 0)
  print(terminal, `All is right: ${count(statements.length, 'statement')} with ${count(lines, 'line')}.`)
  if (key !== undefined) return
  const keys = [...new Set(verdicts.flatMap(({ verdict }) => verdict.publicKeys))]
  print(
    terminal,
    'They are signed by the key in the file. That it is the right one, only the other side can say:',
    ...keys,
  )
}

async function readKey(given: string, terminal: Terminal): Promise<string> {
  if (/^[A-Za-z0-9+/]{59}=$/.test(given)) return given
  return (await read(given, terminal)).trim()
}

async function read(file: string, terminal: Terminal): Promise<string> {
  return await readFile(fromCwd(file, terminal), 'utf8').catch((cause: unknown) => {
    throw new Problem('not-found', `the file ${file} cannot be read`, { cause })
  })
}
