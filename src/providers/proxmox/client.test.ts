import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../lib/secret.ts'
import type { ProxmoxAccess } from './access.ts'
import { createProxmox, type Proxmox } from './client.ts'
import { makeCertificate } from './fake/certificate.ts'
import { practiceToken } from './fake/furnish.ts'
import { type PracticeProxmox, startPracticeProxmox } from './fake/server.ts'
import { readRelease } from './release.ts'
import { clientOf, never, openRig } from './testing/rig.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]()
})

const token = { tokenId: practiceToken.id, token: new Secret(practiceToken.secret) }

function connect(access: Partial<ProxmoxAccess> & { url: string }): Proxmox {
  const proxmox = createProxmox({ access: { name: 'kvm1', ...token, ...access } })
  open.push(proxmox)
  return proxmox
}

describe('a certificate', () => {
  let server: PracticeProxmox
  beforeEach(async () => {
    server = await startPracticeProxmox({ tls: true })
    open.push(server)
  })

  it('is believed when it has the declared fingerprint, however that is written', async () => {
    const { url, fingerprint = '' } = server
    for (const written of [fingerprint, fingerprint.toLowerCase(), `SHA256:${fingerprint.replaceAll(':', '')}`]) {
      expect((await connect({ url, fingerprint: written }).release(never)).version).toBe('9.2.3')
    }
  })

  it('is believed when the declared authority has signed it', async () => {
    expect((await connect({ url: server.url, ca: server.certificate }).release(never)).major).toBe(9)
  })

  it.each(['another', 'none'])('is not, and the token stays here, when %s was declared', async (what) => {
    const fingerprint = what === 'another' ? { fingerprint: makeCertificate('other').fingerprint } : {}
    const refused = await connect({ url: server.url, ...fingerprint })
      .release(never)
      .catch((error: unknown) => error)
    expect(refused).toMatchObject({ kind: 'distrusted', code: 'unavailable' })
    if (what === 'another') expect(String(refused)).toContain(`has the fingerprint ${server.fingerprint}, which is not`)
    expect(server.simulator.requests()).toBe(0)
  })
})

describe('an access', () => {
  it.each([
    [{ url: 'http://kvm1.example.coop:8006' }, 'where others could read the token'],
    [{ url: 'https://kvm1:8006', fingerprint: 'A1:B2' }, 'is not one of SHA-256'],
    [{ url: 'https://kvm1:8006', tokenId: 'mycel@pve' }, 'no name of the form'],
    [{ url: 'https://kvm1:8006', token: new Secret('hunter2') }, 'is not one of Proxmox'],
  ])('is refused before anything is sent: %o', (access, complaint) => {
    expect(() => connect(access)).toThrow(complaint)
    expect(() => connect(access)).not.toThrow('hunter2')
  })
})

describe('an answer', () => {
  it.each(['6.4-15', '9.2.3'] as const)('says why it refuses, in the place where %s says it', async (version) => {
    const server = await startPracticeProxmox({ version })
    open.push(server)
    const { url } = server
    const refused = connect({ url }).session(never).get('/nodes/pve1/qemu/9000/firewall/rules/7')
    await expect(refused).rejects.toMatchObject({ kind: 'unsupported', said: /GET .* not implemented/ })
    const other = connect({ url }).session(never).send('PUT', '/nodes/pve1/qemu/9000/config', { memory: 1 })
    await expect(other).rejects.toMatchObject({
      kind: 'forbidden',
      said: /^Permission check failed \(\/vms\/9000, VM\.Config/,
    })
  })

  it('that is no JSON is not one of a Proxmox', async () => {
    const server = createServer((_, response) => void response.end('<html>')).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const garbled = connect({ url: `http://127.0.0.1:${port}` }).release(never)
    await expect(garbled).rejects.toMatchObject({ kind: 'garbled', message: /is this the address of a Proxmox/ })
    server.close()
    server.closeAllConnections()
  })
})

describe('a request', () => {
  it('that reads is made again on a connection that the other side gave up; one that writes never is', async () => {
    const server = await startPracticeProxmox()
    open.push(server)
    const session = connect({ url: server.url }).session(never)
    await session.get('/version')
    server.simulator.break({ call: /^GET \/nodes$/, effect: 'before' })
    await session.get('/nodes')
    server.simulator.break({ call: /^POST \/pools$/, effect: 'before' })
    await expect(session.send('POST', '/pools', { poolid: 'mycel-lock' })).rejects.toMatchObject({ kind: 'lost' })
    expect(server.simulator.world.calls).toEqual(['GET /version', 'GET /nodes', 'GET /nodes', 'POST /pools'])
  })

  it('is not begun once somebody has asked to end', async () => {
    const { simulator, proxmox } = openRig()
    const ending = new AbortController()
    const session = proxmox.session(ending.signal)
    ending.abort(new Error('asked to end'))
    await expect(session.get('/version')).rejects.toThrow('asked to end')
    expect(simulator.requests()).toBe(0)
  })

  it('shows its token nowhere', async () => {
    const { simulator } = openRig({ token: { ...practiceToken, secret: '00000000-0000-0000-0000-000000000000' } })
    const proxmox = clientOf(simulator)
    const refused = await proxmox
      .session(never)
      .get('/nodes')
      .catch((error: unknown) => error)
    expect(inspect([proxmox, refused], { depth: 9, showHidden: true })).not.toContain(practiceToken.secret)
  })
})

describe('a release', () => {
  it.each([
    ['6.4-15', { major: 6, listsTags: false, namedJobs: false, importsImages: false }],
    ['7.1-4', { major: 7, namedJobs: true, importsImages: false }],
    ['7.4-16', { major: 7, importsImages: true, poolsByParameter: false }],
    ['8.4.5', { major: 8, poolsByParameter: true, guardsBridges: true }],
    ['9.2.3', { major: 9, knowsUpgrade: true }],
  ])('%s is told apart', (version, expected) => {
    expect(readRelease('kvm1', version)).toMatchObject(expected)
  })

  it.each(['5.4-13', '6.3-6', '10.0.1', 'undefined', ''])('%s is refused', (version) => {
    expect(() => readRelease('kvm1', version)).toThrow('which Mycel does not know')
  })
})
