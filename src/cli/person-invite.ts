import { type Command, Option } from 'commander'
import { addInOrganisation, findOrganisation, findPerson, type OrganisationOptions } from './in-organisation.ts'
import { addExamples, wholeNumber } from './options.ts'
import { ask, segment } from './remote.ts'
import { moment, printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface InviteOptions extends OrganisationOptions {
  readonly name?: string
  readonly role: string
  readonly days: number
}

interface OpenAnswer {
  readonly id: string
  readonly person: string
  readonly createdAt: string
  readonly createdBy: string
  readonly expiresAt: string
}

interface InvitationAnswer extends OpenAnswer {
  readonly link: string
  readonly printable: string
}

/** `mycel person invite`: a link by which somebody takes over an account; and what becomes of it. */
export function defineInvite(command: Command, terminal: Terminal): void {
  const invite = addInOrganisation(command.command('invite'))
    .description(
      'make a link by which somebody signs in for the first time, or chooses another password; it works once, and is shown once',
    )
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
  const list = addInOrganisation(command.command('invitations'))
    .description('the open invitations, never their links')
    .option('--json', 'print JSON')
    .action((options: OrganisationOptions) => listInvitations(options, terminal))
  const revoke = addInOrganisation(command.command('uninvite'))
    .description('make the link of an invitation worthless')
    .argument('<invitation>', 'as `mycel person invitations` lists it')
    .action((id: string, options: OrganisationOptions) => revokeInvitation(id, options, terminal))
  addExamples(list, ['mycel person invitations --organisation school', ''])
  addExamples(revoke, ['mycel person uninvite k2v9q1hd0a3m --organisation school', ''])
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

async function listInvitations(options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const base = await findOrganisation(options, terminal)
  type Answer = { readonly invitations: readonly OpenAnswer[] }
  const answer = await ask<Answer>(terminal, options, 'GET', `${base}/invitations`)
  if (options.json) return printJson(terminal, answer)
  const rows = answer.invitations.map(({ id, person, createdAt, createdBy, expiresAt }) => [
    id,
    person,
    moment(createdAt, terminal),
    createdBy,
    moment(expiresAt, terminal),
  ])
  const none = 'There is no open invitation. Make one with: mycel person invite WHO'
  printTable(terminal, ['invitation', 'account', 'made', 'by', 'expires'], rows, { none })
}

async function revokeInvitation(id: string, options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const base = await findOrganisation(options, terminal)
  await ask(terminal, options, 'DELETE', `${base}/invitations/${segment(id)}`)
  print(terminal, `The link of the invitation ${id} is worthless now.`)
}
