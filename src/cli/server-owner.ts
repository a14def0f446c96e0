import type { Command } from 'commander'
import type { ServerAnswer } from './answers.ts'
import { addExamples } from './options.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import { print, type Terminal } from './terminal.ts'

/** `mycel server owner`: says which organisation brought a server. */
export function defineOwner(command: Command, terminal: Terminal): void {
  const one = addRemote(command.command('owner'))
    .description('say which organisation brought a server; its own meetings go there first, from now on')
    .argument('<id>', 'the server')
    .argument('[organisation]', 'who brought it; left out: it belongs to all')
    .action((id: string, owner: string | undefined, options: RemoteOptions) => setOwner(id, owner, options, terminal))
  addExamples(one, ['mycel server owner bbb1 school', ''], ['mycel server owner bbb1', 'it belongs to all again'])
}

async function setOwner(id: string, owner: string | undefined, options: RemoteOptions, terminal: Terminal) {
  const body = { owner: owner ?? null }
  const server = await ask<ServerAnswer>(terminal, options, 'PUT', `/servers/${segment(id)}/owner`, body)
  print(
    terminal,
    `The server ${id} belongs to ${server.owner ?? 'all'}. Meetings that are on it stay as they were counted.`,
  )
}
