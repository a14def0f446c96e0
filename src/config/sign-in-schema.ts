import { z } from 'zod'
import { parseDomain, parseIssuer, textField } from './fields.ts'
import { about, secret, words } from './schema-parts.ts'

const values = (description: string, example: string) =>
  z
    .array(words('A value of the claim.', example))
    .prefault([])
    .meta(about(description, [example]))

const roles = z
  .strictObject({
    claim: words('The claim that holds them: a text or a list of texts.', 'groups'),
    admin: values('Whoever has one of these administers the organisation.', 'coop-admins'),
    member: values('Whoever has one of these is a member. Empty: everybody else is.', 'coop-members'),
  })
  .meta(
    about('Which role somebody has here, by a claim of the provider; followed at every sign-in.', { claim: 'groups' }),
  )

const oidc = z
  .strictObject({
    name: words('What the button says: "Sign in with ...".', 'Example Login'),
    issuer: textField(parseIssuer, about("The provider's issuer address.", 'https://login.example.coop/realms/main')),
    client_id: words('What the provider calls this installation.', 'mycel'),
    client_secret: secret(
      'The secret that the provider gave with it; leave it out for a public client.',
      'secret://oidc',
    ).optional(),
    scopes: z
      .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/, 'a scope is one word'))
      .prefault(['openid', 'profile', 'email'])
      .meta(about('What is asked for about people.', ['openid', 'profile', 'email', 'groups'])),
    email_domains: z
      .array(textField(parseDomain, about('A domain.', 'example.coop')))
      .prefault([])
      .meta(
        about(
          'Only people with a verified address in one of these sign in; the sign-in page finds the organisation by them.',
          ['example.coop'],
        ),
      ),
    trust_email: z
      .boolean()
      .default(false)
      .meta(about('Believe addresses although the provider does not say that it verified them.', false)),
    roles: roles.optional(),
  })
  .meta(
    about('The OpenID Connect provider at which the people of this organisation sign in.', {
      name: 'Example Login',
      issuer: 'https://login.example.coop/realms/main',
      client_id: 'mycel',
    }),
  )

/** How the people of an organisation sign in. */
export const signIn = z
  .strictObject({
    passwords: z.boolean().default(true).meta(about('Whether people may sign in with a password.', true)),
    second_factor: z
      .enum(['optional', 'required'])
      .default('optional')
      .meta(
        about('Whether a code of an authenticator app is asked of everybody who signs in with a password.', 'required'),
      ),
    registration: z
      .enum(['no', 'members'])
      .default('no')
      .meta(
        about(
          '"members": whoever the provider knows, and lets in by domain and role, gets an account by signing in.',
          'no',
        ),
      ),
    oidc: oidc.optional(),
  })
  .refine(({ passwords, oidc: provider }) => passwords || provider !== undefined, {
    message: 'nobody could sign in: allow passwords, or name a provider with oidc',
  })
  .meta(about('How the people of this organisation sign in.', { second_factor: 'required' }))
