import { type Command, Option } from 'commander'
import { Problem } from '../lib/problem.ts'
import { renderFields } from '../lib/table.ts'
import type { SignInAnswer } from './answers.ts'
import { addExamples, collect } from './options.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import { askForSecret } from './secret-input.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface SetOptions extends RemoteOptions {
  readonly passwords?: string
  readonly secondStep?: string
  readonly registration?: string
  /** False for `--no-provider`. */
  readonly provider?: string | boolean
  readonly issuer?: string
  readonly clientId?: string
  readonly clientSecret?: boolean
  readonly clientSecretFile?: string
  readonly scope?: readonly string[]
  readonly emailDomain?: readonly string[]
  readonly trustEmail?: string
  readonly roleClaim?: string
  readonly roleAdmin?: readonly string[]
  readonly roleMember?: readonly string[]
}

/** `mycel organisation sign-in`: how the people of one that was added here sign in. */
export function defineSignIn(command: Command, terminal: Terminal): void {
  const signIn = command
    .command('sign-in')
    .description('how the people of one sign in: passwords, a provider of its own')
  const show = addRemote(signIn.command('show'))
    .description('how they do, and the addresses that a provider must be told')
    .argument('<id>', 'the organisation')
    .option('--json', 'print JSON')
    .action((id: string, options: RemoteOptions) => showSignIn(id, options, terminal))
  const check = addRemote(signIn.command('check'))
    .description('ask whether its provider can be reached from here')
    .argument('<id>', 'the organisation')
    .action((id: string, options: RemoteOptions) => checkSignIn(id, options, terminal))
  addExamples(show, ['mycel organisation sign-in show school', ''])
  addExamples(check, ['mycel organisation sign-in check school', ''])
  defineSet(signIn, terminal)
}

function defineSet(command: Command, terminal: Terminal): void {
  const yesNo = (flags: string, does: string) => new Option(flags, does).choices(['yes', 'no'])
  const set = addRemote(command.command('set'))
    .description('change it where the organisation was added here; what is not said stays')
    .argument('<id>', 'the organisation')
    .addOption(yesNo('--passwords <yes|no>', 'whether passwords are let in'))
    .addOption(new Option('--second-step <which>', 'of those who use a password').choices(['optional', 'required']))
    .addOption(new Option('--registration <which>', 'whom the provider knows and we do not').choices(['no', 'members']))
    .option('--provider <name>', 'what the button of the provider (OpenID Connect) says')
    .option('--no-provider', 'take the provider away')
    .option('--issuer <address>', 'exactly as the provider writes it')
    .option('--client-id <id>', 'what the provider calls us')
    .option('--client-secret', 'ask for the secret that it gave us, or read it from what is piped in')
    .option('--client-secret-file <file>', 'read it from a file')
    .option('--scope <name>', 'what to ask it for; may be repeated', collect)
    .option('--email-domain <name>', 'only addresses of this domain; may be repeated', collect)
    .addOption(yesNo('--trust-email <yes|no>', 'whether its addresses are true although it does not say so'))
    .option('--role-claim <name>', 'the claim that tells the role; empty for none')
    .option('--role-admin <value>', 'makes an administrator; may be repeated', collect)
    .option('--role-member <value>', 'makes a member; may be repeated', collect)
    .option('--json', 'print JSON')
    .action((id: string, options: SetOptions) => changeSignIn(id, options, terminal))
  addExamples(
    set,
    [
      'mycel organisation sign-in set school --provider "School Login" --issuer https://login.school.example --client-id mycel --client-secret',
      '',
    ],
    ['mycel organisation sign-in set school --passwords no --email-domain school.example', 'only by the provider'],
    ['mycel organisation sign-in set school --second-step required', ''],
  )
}

const pathOf = (id: string) => `/organisations/${segment(id)}/sign-in`

async function showSignIn(id: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  const answer = await ask<SignInAnswer>(terminal, options, 'GET', pathOf(id))
  if (options.json) return printJson(terminal, answer)
  printSignIn(id, answer, terminal)
}

async function checkSignIn(id: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  const { issuer } = await ask<{ issuer: string }>(terminal, options, 'POST', `${pathOf(id)}/check`)
  print(terminal, `${issuer} answers as an OpenID Connect provider. Whether it knows us shows when somebody signs in.`)
}

async function changeSignIn(id: string, options: SetOptions, terminal: Terminal): Promise<void> {
  const before = await ask<SignInAnswer>(terminal, options, 'GET', pathOf(id))
  const { passwords, secondStep, registration } = options
  const body = {
    passwords: passwords === undefined ? before.passwords : passwords === 'yes',
    secondFactor: secondStep ?? before.secondFactor,
    registration: registration ?? before.registration,
    oidc: await providerOf(before, options, terminal),
  }
  const after = await ask<SignInAnswer>(terminal, options, 'PUT', pathOf(id), body)
  if (options.json) return printJson(terminal, after)
  printSignIn(id, after, terminal)
}

async function providerOf({ oidc: before }: SignInAnswer, options: SetOptions, terminal: Terminal) {
  if (options.provider === false) return null
  const name = typeof options.provider === 'string' ? options.provider : before?.name
  const { issuer = before?.issuer, clientId = before?.clientId } = options
  if (name === undefined && issuer === undefined && clientId === undefined) return null
  if (name === undefined || issuer === undefined || clientId === undefined) {
    throw new Problem('usage', 'a provider needs a name, an issuer and a client id', {
      hint: 'say --provider, --issuer and --client-id',
    })
  }
  const { scope, emailDomain, trustEmail, clientSecretFile: file } = options
  const asks = options.clientSecret === true || file !== undefined
  const secret = asks ? await askForSecret('client secret', file, terminal) : undefined
  return {
    name,
    issuer,
    clientId,
    clientSecret: secret?.reveal(),
    scopes: scope ?? before?.scopes,
    emailDomains: emailDomain ?? before?.emailDomains,
    trustEmail: trustEmail === undefined ? before?.trustEmail : trustEmail === 'yes',
    roles: rolesOf(before?.roles ?? null, options),
  }
}

function rolesOf(
  before: NonNullable<SignInAnswer['oidc']>['roles'],
  { roleClaim = before?.claim, roleAdmin: admin, roleMember: member }: SetOptions,
) {
  if (roleClaim === undefined || roleClaim === '') return null
  return { claim: roleClaim, admin: admin ?? before?.admin, member: member ?? before?.member }
}

function printSignIn(id: string, answer: SignInAnswer, terminal: Terminal): void {
  const { oidc, passwords, secondFactor, registration, address, redirect, backChannelLogout } = answer
  const list = (values: readonly string[] | undefined) => values?.join(' ') || undefined
  print(
    terminal,
    renderFields([
      ['organisation', id],
      ['its people sign in at', address],
      ['passwords', passwords ? `yes, second step ${secondFactor}` : 'no'],
      ['provider', oidc ? `${oidc.name}: ${oidc.issuer}` : 'none'],
      ['client', oidc ? `${oidc.clientId}, ${oidc.hasClientSecret ? 'with a secret' : 'without a secret'}` : undefined],
      ['asks for', list(oidc?.scopes)],
      ['only addresses of', list(oidc?.emailDomains)],
      ['addresses', oidc?.trustEmail ? 'are true although the provider does not say so' : undefined],
      ['administrators', oidc?.roles ? `${oidc.roles.claim}: ${oidc.roles.admin.join(' ')}` : undefined],
      ['members', oidc?.roles ? `${oidc.roles.claim}: ${oidc.roles.member.join(' ') || 'everybody else'}` : undefined],
      ['whoever is new', oidc ? (registration === 'members' ? 'becomes a member' : 'is refused') : undefined],
      ['redirect address', redirect],
      ['back-channel logout', backChannelLogout],
    ]),
  )
}
