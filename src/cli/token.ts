import { type Command, Option } from 'commander'
import type { TokenAnswer } from './answers.ts'
import { addExamples, wholeNumber } from './options.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import { count, moment, printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface AddOptions extends RemoteOptions {
  readonly scope: string
  readonly days: number
}

/** `mycel token`: tokens for programs and people that reach the REST API over the network. */
export function define(command: Command, terminal: Terminal): void {
  command.description('Tokens with which programs and people reach the REST API over the network.')
  const add = addRemote(command.command('add'))
    .description('make a token, shown once')
    .argument('<name>', 'what it is for')
    .addOption(new Option('--scope <scope>', 'what it allows').choices(['read', 'manage']).default('read'))
    .option('--days <number>', 'days until it expires', wholeNumber(1, 3650), 90)
    .option('--json', 'print JSON')
    .action((name: string, options: AddOptions) => addToken(name, options, terminal))
  const list = addRemote(command.command('list'))
    .description('all tokens, never the tokens themselves')
    .option('--json', 'print JSON')
    .action((options: RemoteOptions) => listTokens(options, terminal))
  const remove = addRemote(command.command('remove'))
    .description('make one worthless at once')
    .argument('<id>', 'as `mycel token list` lists it')
    .action((id: string, options: RemoteOptions) => removeToken(id, options, terminal))
  addExamples(
    add,
    ['mycel token add prometheus', 'may only look, for 90 days'],
    ['mycel token add provisioning --scope manage --days 365', ''],
  )
  addExamples(list, ['mycel token list', ''])
  addExamples(remove, ['mycel token remove k2v9q1hd0a3m', ''])
}

async function addToken(name: string, options: AddOptions, terminal: Terminal): Promise<void> {
  const body = { name, scope: options.scope, expiresInDays: options.days }
  const answer = await ask<TokenAnswer & { token: string }>(terminal, options, 'POST', '/tokens', body)
  if (options.json) return printJson(terminal, answer)
  print(
    terminal,
    `The token ${name} may ${options.scope}, for ${count(options.days, 'day')}. It is shown this once:`,
    answer.token,
  )
}

async function listTokens(options: RemoteOptions, terminal: Terminal): Promise<void> {
  const answer = await ask<{ tokens: readonly TokenAnswer[] }>(terminal, options, 'GET', '/tokens')
  if (options.json) return printJson(terminal, answer)
  const rows = answer.tokens.map((one) => [
    one.id,
    one.name,
    one.scope,
    moment(one.createdAt, terminal),
    one.createdBy,
    moment(one.lastUsedAt, terminal),
    moment(one.expiresAt, terminal),
  ])
  const heading = ['token', 'name', 'may', 'made', 'by', 'last used', 'expires']
  printTable(terminal, heading, rows, { none: 'There is no token yet. Make one with: mycel token add NAME' })
}

async function removeToken(id: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  await ask(terminal, options, 'DELETE', `/tokens/${segment(id)}`)
  print(terminal, `The token ${id} is worthless now.`)
}
