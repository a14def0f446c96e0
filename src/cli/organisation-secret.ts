import type { Command } from 'commander'
import { addExamples } from './options.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import { print, printJson, type Terminal } from './terminal.ts'

/** `mycel organisation secret`: one is replaced without an interruption. */
export function defineSecrets(command: Command, terminal: Terminal): void {
  const secret = command
    .command('secret')
    .description(
      'replace the secret of an organisation without an interruption: add one, change clients over, remove the old',
    )
  const add = addRemote(secret.command('add'))
    .description('make one more secret for one that was added here, shown once')
    .argument('<id>', 'the organisation')
    .option('--json', 'print JSON')
    .action((id: string, options: RemoteOptions) => addSecret(id, options, terminal))
  const remove = addRemote(secret.command('remove'))
    .description('take one away: what is signed with it is refused from then on')
    .argument('<id>', 'the organisation')
    .argument('<fingerprint>', 'as `mycel organisation show` lists it')
    .action((id: string, mark: string, options: RemoteOptions) => removeSecret(id, mark, options, terminal))
  addExamples(add, ['mycel organisation secret add school', ''])
  addExamples(remove, ['mycel organisation secret remove school 3f5a0c9e1b22', ''])
}

async function addSecret(id: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  type Answer = { readonly fingerprint: string; readonly secret: string }
  const answer = await ask<Answer>(terminal, options, 'POST', `/organisations/${segment(id)}/secrets`)
  if (options.json) return printJson(terminal, answer)
  print(terminal, `One more secret of ${id}, ${answer.fingerprint}, shown this once:`, answer.secret)
}

async function removeSecret(id: string, mark: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  await ask(terminal, options, 'DELETE', `/organisations/${segment(id)}/secrets/${segment(mark)}`)
  print(terminal, `The secret ${mark} of ${id} is removed: what is signed with it is refused.`)
}
