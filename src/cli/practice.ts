import { createHash } from 'node:crypto'
import { type Command, InvalidArgumentError } from 'commander'
import type { PracticeCluster } from '../practice.ts'
import { addExamples, untilAborted, wholeNumber } from './options.ts'
import { practiceProxmox } from './practice-proxmox.ts'
import { count } from './show.ts'
import { print, type Terminal } from './terminal.ts'

interface Options {
  readonly servers: number
  readonly port: number
  readonly host: string
  readonly people: number
  readonly latency: number
  readonly fail: readonly Failure[]
  readonly proxmox?: boolean
  readonly file?: string
  readonly speed: number
  readonly release?: string
}

interface Failure {
  readonly call: string
  readonly probability: number
}

/** `mycel practice`: practice servers in the foreground, for a Mycel elsewhere, for demonstrations and for load tests. */
export function define(command: Command, terminal: Terminal): void {
  command
    .description(
      'Runs practice servers in the foreground until Ctrl-C: small BigBlueButton look-alikes that answer every call, ' +
        'without sound or picture. `mycel up` starts its own when it has no other servers. With --proxmox: a Proxmox ' +
        'look-alike in which `mycel plan` and `mycel apply` can be tried.',
    )
    .option('--servers <number>', 'how many', wholeNumber(1, 100), 3)
    .option(
      '--port <number>',
      'the port of the first; the others follow; 0 takes free ones',
      wholeNumber(0, 65_000),
      9000,
    )
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--people <number>', 'about so many simulated people in every meeting', wholeNumber(0, 1000), 0)
    .option('--latency <ms>', 'milliseconds before every answer', wholeNumber(0, 600_000), 0)
    .option('--fail <call=probability>', 'let a call fail now and then; may be repeated', collectFailure, [])
    .option('--proxmox', 'a practice Proxmox instead, on port 8006 unless --port says another')
    .option('-f, --file <path>', 'with --proxmox: the coop.yaml whose hosts it stands in for; default: ./coop.yaml')
    .option(
      '--speed <times>',
      'with --proxmox: how many times faster than a real one it works',
      wholeNumber(1, 1000),
      10,
    )
    .option('--release <version>', 'with --proxmox: its release: 6.4-15, 7.4-16, 8.4.5 or 9.2.3, the default')
    .action((options: Options) => {
      if (!options.proxmox) return practice(options, terminal)
      const { port, ...rest } = options
      return practiceProxmox(command.getOptionValueSource('port') === 'default' ? rest : { ...rest, port }, terminal)
    })
  addExamples(
    command,
    ['mycel practice --servers 10 --people 25', 'ten servers on the ports 9000 to 9009'],
    ['mycel practice --fail create=0.1 --fail join=0.02', 'a tenth of all creates fail'],
    ['mycel practice --latency 300', 'slow ones'],
    ['mycel practice --proxmox --file coop.yaml', 'a Proxmox with the hosts of that file'],
  )
}

async function practice(options: Options, terminal: Terminal): Promise<void> {
  const { startPractice } = await import('../practice.ts')
  const { servers: number, port: basePort, host, people, latency: latencyMs, fail } = options
  await using cluster = await startPractice({
    count: number,
    basePort,
    host,
    people,
    latencyMs,
    fail,
    secret: secretOf(basePort),
  })
  print(terminal, ...snippet(cluster), '', ...hints(options))
  await untilAborted(terminal)
}

/** The same after every restart on the same port; there is nothing to protect. */
function secretOf(port: number): string | undefined {
  if (port === 0) return undefined
  return createHash('sha256').update(`practice servers from port ${port} on`).digest('hex').slice(0, 40)
}

/** YAML to paste; the secret stands in it, since there is nothing to protect. */
function snippet({ servers }: PracticeCluster): string[] {
  return [
    'meetings:',
    '  servers:',
    ...servers.map(({ name, url, secret }) => `    - { id: ${name}, url: "${url}", secret: "${secret.reveal()}" }`),
  ]
}

function hints({ servers, port, fail, latency }: Options): string[] {
  const trouble = [
    ...fail.map(({ call, probability }) => `${Math.round(probability * 100)} % of ${call} fail`),
    ...(latency > 0 ? [`every answer takes ${latency} ms`] : []),
  ]
  return [
    `# ${count(servers, 'practice server runs', 'practice servers run')}${trouble.length > 0 ? `; ${trouble.join(', ')}` : ''}.`,
    ...(port === 0
      ? []
      : ['# The secret follows from the port: it is the same after a restart, and no secret to others.']),
    '# Paste the lines above into a coop.yaml and run there: mycel up. Ctrl-C ends the practice servers.',
  ]
}

function collectFailure(text: string, before: readonly Failure[]): Failure[] {
  const [, call = '', share] = /^([A-Za-z/*]+)=(\d*\.?\d+)$/.exec(text) ?? []
  const probability = Number(share)
  if (call !== '' && probability >= 0 && probability <= 1) return [...before, { call, probability }]
  throw new InvalidArgumentError('Write CALL=PROBABILITY, such as create=0.1; * stands for every call.')
}
