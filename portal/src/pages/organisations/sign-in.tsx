import { Button, Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import type { Operations, SignInSettings } from '../../api.gen.ts'
import { Address } from '../../parts/address.tsx'
import { useChange } from '../../parts/change.ts'
import { type Fields, useFields } from '../../parts/fields.ts'
import { Loaded, Section } from '../../parts/page.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useText } from '../../text/text.ts'

type Request = Operations['PUT /organisations/{organisation}/sign-in']['body']
type Values = ReturnType<typeof valuesOf>

/** How the people of an organisation sign in: with passwords, by its own provider, or both. */
export function SignIn({ organisation }: { readonly organisation: string }) {
  const { t } = useText()
  const query = useQuery({
    queryKey: ['sign-in', organisation],
    queryFn: () => call('GET /organisations/{organisation}/sign-in', { params: { organisation } }),
  })
  return (
    <Section title={t('signIn.title')} lede={t('signIn.lede')}>
      <Loaded query={query}>
        {(settings) => (
          <>
            <Address name={t('signIn.address')} address={settings.address} />
            {settings.origin === 'file' ? (
              <p>{t('signIn.declared')}</p>
            ) : (
              <SignInForm key={JSON.stringify(settings)} organisation={organisation} settings={settings} />
            )}
            {settings.oidc && <Check organisation={organisation} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}

interface SignInFormProps {
  readonly organisation: string
  readonly settings: SignInSettings
}

function SignInForm({ organisation, settings }: SignInFormProps) {
  const { t } = useText()
  const save = useChange('PUT /organisations/{organisation}/sign-in', { said: () => t('part.saved') })
  const fields = useFields(valuesOf(settings), save.error)
  const { values, text, check } = fields
  const submit = () => save.mutate({ params: { organisation }, body: requestOf(values, settings) })
  return (
    <SaveForm change={save} isWide onSave={submit}>
      <Checkbox {...check('passwords')} label={t('signIn.passwords')} />
      {values.passwords && (
        <NativeSelect
          {...text('secondFactor')}
          label={t('signIn.secondFactor')}
          data={(['optional', 'required'] as const).map((value) => ({ value, label: t(`signIn.second.${value}`) }))}
        />
      )}
      <Checkbox {...check('hasProvider')} label={t('signIn.hasProvider')} />
      {values.hasProvider && (
        <>
          <Address name={t('signIn.atProvider')} address={settings.redirect} />
          <Address name={t('signIn.backChannel')} address={settings.backChannelLogout} />
          <Provider fields={fields} />
        </>
      )}
    </SaveForm>
  )
}

/** Whether the provider that was saved can be reached from the server. */
function Check({ organisation }: { readonly organisation: string }) {
  const { t } = useText()
  const check = useChange('POST /organisations/{organisation}/sign-in/check', {
    said: ({ issuer }) => t('signIn.checked', { issuer }),
  })
  return (
    <>
      {check.error && <Trouble error={check.error} />}
      <div className="buttons spaced">
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate({ params: { organisation } })}>
          {t('signIn.check')}
        </Button>
      </div>
    </>
  )
}

function Provider({ fields: { text, check } }: { readonly fields: Fields<Values> }) {
  const { t } = useText()
  return (
    <>
      <div className="columns">
        {(['name', 'issuer', 'clientId'] as const).map((name) => (
          <TextInput key={name} {...text(name, `oidc.${name}`)} label={t(`signIn.field.${name}`)} required />
        ))}
        <PasswordInput
          {...text('clientSecret', 'oidc.clientSecret')}
          label={t('signIn.field.clientSecret')}
          placeholder={t('signIn.secretStays')}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('secret.show') }}
        />
        <TextInput
          {...text('emailDomains')}
          label={t('signIn.field.emailDomains')}
          description={t('signIn.domainsHint')}
        />
        {(['claim', 'admin', 'member'] as const).map((name) => (
          <TextInput key={name} {...text(name)} label={t(`signIn.field.${name}`)} />
        ))}
      </div>
      <NativeSelect
        {...text('registration')}
        label={t('signIn.registration')}
        data={(['no', 'members'] as const).map((value) => ({ value, label: t(`signIn.registration.${value}`) }))}
      />
      <Checkbox {...check('trustEmail')} label={t('signIn.trustEmail')} />
    </>
  )
}

function valuesOf({ passwords, secondFactor, registration, oidc }: SignInSettings) {
  return {
    passwords,
    secondFactor: secondFactor as string,
    registration: registration as string,
    hasProvider: oidc !== null,
    name: oidc?.name ?? '',
    issuer: oidc?.issuer ?? '',
    clientId: oidc?.clientId ?? '',
    clientSecret: '',
    emailDomains: oidc?.emailDomains.join(', ') ?? '',
    trustEmail: oidc?.trustEmail ?? false,
    claim: oidc?.roles?.claim ?? '',
    admin: oidc?.roles?.admin.join(', ') ?? '',
    member: oidc?.roles?.member.join(', ') ?? '',
  }
}

function requestOf(values: Values, { oidc }: SignInSettings): Request {
  const { passwords, hasProvider, name, issuer, clientId, clientSecret, trustEmail, claim } = values
  const roles = claim.trim() === '' ? null : { claim, admin: listOf(values.admin), member: listOf(values.member) }
  const provider = { name, issuer, clientId, trustEmail, roles, emailDomains: listOf(values.emailDomains) }
  const scopes = oidc ? { scopes: oidc.scopes } : {}
  return {
    passwords,
    secondFactor: values.secondFactor === 'required' ? 'required' : 'optional',
    registration: values.registration === 'members' ? 'members' : 'no',
    oidc: hasProvider ? { ...provider, ...scopes, ...(clientSecret === '' ? {} : { clientSecret }) } : null,
  }
}

function listOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}
