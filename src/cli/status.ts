import type { Command } from 'commander'
import { renderFields } from '../lib/table.ts'
import type { StatusAnswer } from './answers.ts'
import { addExamples, repeatOptions } from './options.ts'
import { addRemote, ask, type RemoteOptions } from './remote.ts'
import { count, moment } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

/** `mycel status`: what the running program does at the moment. */
export function define(command: Command, terminal: Terminal): void {
  addRemote(command)
    .description('Says what the running Mycel does at the moment.')
    .option('--json', 'print JSON')
    .action((options: RemoteOptions) => status(options, terminal))
  addExamples(command, ['mycel status', ''], ['mycel status --json | jq .people', 'for programs'])
}

async function status(options: RemoteOptions, terminal: Terminal): Promise<void> {
  const answer = await ask<StatusAnswer>(terminal, options, 'GET', '/status')
  if (options.json) return printJson(terminal, answer)
  const { version, startedAt, url, database, practice, servers, meetings, people } = answer
  const now = `${count(meetings, 'meeting')} with ${count(people, 'person', 'people')} on ${count(servers, 'server')}`
  print(
    terminal,
    renderFields([
      ['Mycel', `${version}, started ${moment(startedAt, terminal)}`],
      ['address', url],
      ['database', database],
      ['now', practice ? `${now}, practice servers among them` : now],
      ['servers', serversOf(answer)],
      ['state', stateOf(answer, options)],
      ['service accounts', alarmsOf(answer, options)],
    ]),
  )
}

function serversOf({ serversBy }: StatusAnswer): string {
  const there = Object.entries(serversBy).filter(([, number]) => number > 0)
  return there.length === 0 ? 'none' : there.map(([condition, number]) => `${number} ${condition}`).join(', ')
}

function alarmsOf({ serviceAlarms }: StatusAnswer, options: RemoteOptions): string | undefined {
  if (serviceAlarms === 0) return undefined
  const see = `mycel service-account list --organisation ID${repeatOptions(options)}`
  return `${serviceAlarms} overdue or without an owner; see: ${see}`
}

function stateOf({ ready, takesMeetings }: StatusAnswer, options: RemoteOptions): string {
  if (!ready) return 'not ready: the database does not answer, or the servers were not all looked at yet'
  if (takesMeetings) return 'ready'
  return `ready, but no server takes new meetings; see: mycel server list${repeatOptions(options)}`
}
