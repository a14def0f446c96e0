import { type Command, Option } from 'commander'
import { addInOrganisation, findOrganisation, findPerson, type OrganisationOptions } from './in-organisation.ts'
import { addExamples, wholeNumber } from './options.ts'
import { ask } from './remote.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface InviteOptions extends OrganisationOptions {
  readonly name?: string
  readonly role: string
  readonly days: number
}

interface InvitationAnswer {
  readonly person: string
  readonly expiresAt: string
  readonly link: string
  readonly printable: string
}

/** `mycel person invite`: a link by which somebody takes over an account. */
export function defineInvite(command: Command, terminal: Terminal): void {
  const invite = addInOrganisation(command.command('invite'))
    .description('make a link by which somebody signs in for the first time; it works once, and is shown once')
    .argument('<who>', 'id, address or external id; with --name the address of an account that is to be made')
    .option('--name <name>', 'make an account of this name for it')
    .addOption(new Option('--role <role>', 'of an account that is made').choices(['admin', 'member']).default('member'))
    .option('--days <number>', 'days that the link is valid; default: 14', wholeNumber(1, 90), 14)
    .option('--json', 'print JSON')
    .action((who: string, options: InviteOptions) => invitePerson(who, options, terminal))
  addExamples(
    invite,
    ['mycel person invite max@example.coop --organisation school', 'an account that is there'],
    ['mycel person invite ada@example.coop --name "Ada Lovelace" --role admin --organisation school', ''],
  )
}

async function invitePerson(who: string, options: InviteOptions, terminal: Terminal): Promise<void> {
  const { name, role, days } = options
  const base = await findOrganisation(options, terminal)
  const invited =
    name === undefined ? { person: (await findPerson(base, who, options, terminal)).id } : { name, email: who, role }
  const answer = await ask<InvitationAnswer>(terminal, options, 'POST', `${base}/invitations`, { ...invited, days })
  if (options.json) return printJson(terminal, answer)
  print(
    terminal,
    `This link opens the account ${answer.person} once, until ${answer.expiresAt.slice(0, 10)}. It is shown only now:`,
    answer.link,
    `To print, with a QR code: ${answer.printable}`,
  )
}
