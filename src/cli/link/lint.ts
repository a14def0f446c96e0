import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { Problem } from '../../lib/problem.ts'
import { readLinks } from '../../links/csv.ts'
import { type Finding, sayFinding } from '../../links/lint/finding.ts'
import { lintLinks, sortFindings } from '../../links/lint/lint.ts'
import { buildTable } from '../../links/table.ts'
import { Told } from '../failure.ts'
import { addExamples, collect, fromCwd } from '../options.ts'
import { addRemote, ask, type RemoteOptions } from '../remote.ts'
import { count, moment } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import type { FindingAnswer, ReportAnswer } from './answers.ts'

interface LintOptions extends RemoteOptions {
  readonly host: readonly string[]
  readonly strict?: boolean
}

/** `mycel link lint`: of files without a running Mycel, else of everything that it serves. */
export function defineLint(command: Command, terminal: Terminal): void {
  const lint = addRemote(command.command('lint'))
    .description(
      'report what is wrong in tables of links and between them: of these files, or of all that the running Mycel serves',
    )
    .argument('[files...]', 'CSV files, the one that wins first')
    .option(
      '--host <name>',
      'a host name of links of ours, to follow links that lead to others; may be repeated',
      collect,
      [],
    )
    .option('--strict', 'fail for warnings too')
    .option('--json', 'print JSON')
    .action((files: readonly string[], options: LintOptions) => lintAll(files, options, terminal))
  addExamples(
    lint,
    ['mycel link lint', 'everything, with how the sources are'],
    ['mycel link lint shortlinks.csv --host link.example.coop', 'a file, before it is committed'],
    ['mycel link lint shortlinks.csv --strict', 'in CI'],
  )
}

async function lintAll(files: readonly string[], options: LintOptions, terminal: Terminal): Promise<void> {
  const report =
    files.length === 0
      ? await ask<ReportAnswer>(terminal, options, 'GET', '/link-report')
      : await lintFiles(files, options.host, terminal)
  const isBad = report.findings.some(({ kind }) => kind === 'error' || (options.strict && kind === 'warning'))
  const failure = new Problem('invalid', 'the links are not in order')
  if (options.json) {
    printJson(terminal, report)
    if (isBad) throw new Told('told as JSON', { cause: failure })
    return
  }
  for (const { name, links, readAt, trouble } of report.sources) {
    const state = trouble === null ? '' : `; ${trouble}, so what was read ${moment(readAt, terminal)} goes on`
    print(terminal, `${name}: ${count(links, 'link')}${state}`)
  }
  for (const { source, line, kind, message } of report.findings) {
    print(terminal, `${source}${line === null ? '' : `:${line}`}: ${kind}: ${message}`)
  }
  print(terminal, summary(report.findings))
  if (isBad) throw new Told('told above', { cause: failure })
}

function summary(findings: readonly FindingAnswer[]): string {
  if (findings.length === 0) return 'Nothing is wrong.'
  const of = (kind: string) => findings.filter((finding) => finding.kind === kind).length
  return `${count(of('error'), 'error')}, ${count(of('warning'), 'warning')}, ${count(of('note'), 'note')}.`
}

async function lintFiles(
  files: readonly string[],
  hosts: readonly string[],
  terminal: Terminal,
): Promise<ReportAnswer> {
  const read = await Promise.all(files.map((file) => readTable(file, terminal)))
  const sources = read.map(({ source, rows }) => ({ source, rows }))
  const known = hosts.map((host) => host.toLowerCase())
  const table = buildTable(sources, { known })
  const findings = [...read.flatMap((one) => one.findings), ...lintLinks(sources, table)]
  return {
    sources: sources.map(({ source, rows }) => ({ name: source, links: rows.length, readAt: null, trouble: null })),
    total: table.size,
    listed: table.all().filter(({ isListed }) => isListed).length,
    findings: sortFindings(findings, files).map(toAnswer),
  }
}

async function readTable(file: string, terminal: Terminal) {
  const text = await readFile(fromCwd(file, terminal), 'utf8').catch((cause: unknown) => {
    throw new Problem('not-found', `the file ${file} cannot be read`, { cause })
  })
  return { source: file, ...readLinks(text, { source: file, visibility: 'unlisted' }) }
}

function toAnswer(finding: Finding): FindingAnswer {
  const { rule, kind, source, line, keyword } = finding
  return { rule, kind, source, keyword, line: line ?? null, message: sayFinding(finding) }
}
