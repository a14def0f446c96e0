// An OpenID Connect provider in a process of its own: oidc-provider, which signs everybody in as whom the test said last.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import type { ToProvider } from './messages.ts'

const state: { provider?: Provider; account: string; people: Readonly<Record<string, object>> } = {
  account: '',
  people: {},
}

const server = createServer((request, response) => {
  void answer().catch((error: unknown) => response.writeHead(500).end(String(error)))

  async function answer(): Promise<void> {
    const { provider } = state
    if (!provider) return void response.writeHead(503).end()
    if (!request.url?.startsWith('/interaction/')) return void provider.callback()(request, response)
    await provider.interactionFinished(request, response, { login: { accountId: state.account } })
  }
})

server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.on('message', (message: ToProvider) => void take(issuer, message).then(() => process.send?.('done')))
  process.send?.(issuer)
})
process.on('disconnect', () => process.exit())

async function take(issuer: string, message: ToProvider): Promise<void> {
  if (message.kind === 'start') state.provider = createProvider(issuer, message)
  if (message.kind === 'account') state.account = message.account
  if (message.kind === 'logout') {
    const client = await state.provider?.Client.find(message.client)
    await (client as unknown as Client | undefined)?.backchannelLogout(message.account, message.session)
  }
}

interface Client {
  backchannelLogout(sub: string, sid: string | undefined): Promise<unknown>
}

function createProvider(issuer: string, { clients, people }: Extract<ToProvider, { kind: 'start' }>): Provider {
  state.people = people
  const provider = new Provider(issuer, {
    clients: clients.map(({ id, secret, redirects, logout }) => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [...redirects],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      backchannel_logout_uri: logout,
      backchannel_logout_session_required: true,
    })),
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    // It refuses to call this machine unless it is told how to call.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as unknown as RequestInit),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, ...state.people[id] }) }),
    cookies: { keys: ['a key of the test'] },
    async loadExistingGrant({ oidc }) {
      const { client, session } = oidc
      if (!client || !session?.accountId) return undefined
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile email groups')
      await grant.save()
      return grant
    },
  })
  return provider
}
