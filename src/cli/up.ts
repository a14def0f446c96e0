import { dirname } from 'node:path'
import type { Command } from 'commander'
import type { Config } from '../config/config.ts'
import { Problems } from '../lib/problem.ts'
import { renderProblem } from '../lib/report.ts'
import { clientAddress } from '../meetings/client-address.ts'
import type { Organisation } from '../meetings/organisations.ts'
import type { StoredSecret } from '../start.ts'
import { type CoopFile, exampleFile, findCoopFile, inspectCoopFile } from './coop-file.ts'
import { createLog, isForPeople } from './log.ts'
import { addExamples, dataFolder, repeatOptions, untilAborted, wholeNumber } from './options.ts'
import { count } from './show.ts'
import { tellSystemd } from './systemd.ts'
import type { Terminal } from './terminal.ts'

interface Options {
  readonly file?: string
  readonly data?: string
  readonly port: number
  readonly host: string
  readonly practiceServers?: number
  readonly logRequests?: boolean
}

/** `mycel up`: runs until it is asked to end. */
export function define(command: Command, terminal: Terminal): void {
  command
    .description(
      'Runs the co-op of coop.yaml in the foreground until Ctrl-C or SIGTERM. Without a coop.yaml it runs the example; ' +
        'without servers it starts practice servers, which look like BigBlueButton but have no sound and no picture.',
    )
    .option('--file <path>', 'the configuration; default: ./coop.yaml, else the example')
    .option('--data <folder>', 'where everything is kept; default: $MYCEL_DATA or ./data')
    .option('--port <number>', 'the port to listen on', wholeNumber(0, 65_535), 8080)
    .option('--host <address>', 'the address to listen on; 0.0.0.0 for every network', '127.0.0.1')
    .option('--practice-servers <number>', 'how many; default: 3 when there are no others', wholeNumber(0, 100))
    .option('--log-requests', 'log every call of the BigBlueButton API')
    .action((options: Options) => up(options, terminal))
  addExamples(
    command,
    ['mycel up', 'the coop.yaml of this folder, or the example'],
    ['mycel up --file /etc/mycel/coop.yaml --data /var/lib/mycel', ''],
    ['mycel up --host 0.0.0.0 --port 80', 'for every network'],
  )
}

async function up(options: Options, terminal: Terminal): Promise<void> {
  const say = (...lines: readonly string[]) => speak(terminal, lines)
  const file = (await findCoopFile(options.file, terminal)) ?? exampleFile(terminal)
  const { config, problems, warnings } = await inspectCoopFile(file)
  if (!config) throw new Problems(problems)
  say(...warnings.map((warning) => `warning: ${renderProblem(warning)}`), introduction(config, file))

  if (terminal.signal.aborted) return

  const { start } = await import('../start.ts')
  const { host, port, practiceServers } = options
  const dataDir = dataFolder(options.data, terminal)
  const log = createLog(terminal)
  const metrics = options.logRequests ? { record: logCall } : undefined
  const onSecret = (stored: StoredSecret) => say(announce(stored, options))
  const folder = dirname(file.path)
  const places = {
    dataDir,
    env: terminal.env,
    repeat: repeatOptions(options),
    folder,
    file: file.shown,
    path: file.path,
  }
  await using started = await start(config, { host, port, practiceServers, ...places, log, metrics, onSecret })

  const { practice, listening, app, warnings: found } = started
  say(...found.map((warning) => `warning: ${renderProblem(warning)}`))
  if (practice.length > 0) {
    const those = count(practice.length, 'practice server runs', 'practice servers run')
    say(`${those} too, for practice only, without sound and picture.`)
  }
  const url = config.web.url ?? listening
  log.info({ listening, url, practice: practice.length }, 'ready')
  say(...readiness(url, listening, app.gateway.context.organisations.list(), practice.length > 0))
  await tellSystemd(terminal, log)
  await untilAborted(terminal)
  log.info({ reason: String(terminal.signal.reason) }, 'ending')

  function logCall(call: string, outcome: string, seconds: number): void {
    log.info({ call, outcome, ms: Math.round(seconds * 100_000) / 100 }, 'request')
  }
}

function announce({ organisation, name, from }: StoredSecret, options: Options): string {
  const show = `mycel secret show ${name}${repeatOptions(options)}`
  if (from === 'made') return `made a secret for organisation ${organisation}: ${show}`
  return `stored the secret that organisation ${organisation} was given at run time: ${show}`
}

/** Friendly lines: on standard output for people, else on standard error, where they disturb no log. */
function speak(terminal: Terminal, lines: readonly string[]): void {
  const output = isForPeople(terminal) ? terminal.out : terminal.err
  for (const line of lines) output.write(`${line}\n`)
}

function introduction({ coop }: Config, { shown, example }: CoopFile): string {
  if (example) return `There is no coop.yaml in this folder, so this runs the example, ${shown}.`
  return `This runs ${coop.name}, from ${shown}.`
}

function readiness(
  url: string,
  listening: string,
  organisations: readonly Organisation[],
  practice: boolean,
): string[] {
  const width = Math.max(0, ...organisations.map(({ id }) => id.length))
  return [
    '',
    `Ready: ${url}`,
    ...(url === listening ? [] : [`Listening on ${listening}; others reach it at ${url}.`]),
    '',
    'The BigBlueButton API, for Greenlight, Moodle, Nextcloud and others:',
    ...organisations.map((one) => `  ${one.id.padEnd(width)}  ${clientAddress(url, one)}`),
    ...(organisations.length === 0 ? ['  no organisation yet: mycel organisation add --help'] : []),
    ...(practice ? ['', 'Try a first meeting:', `  ${url}/practice/meet?room=first-meeting&name=Ada`] : []),
    '',
    'Ctrl-C ends it.',
  ]
}
