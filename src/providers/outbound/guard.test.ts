import { expect, test } from 'vitest'
import { createGuard, type Resolve } from './guard.ts'

const zone: Record<string, string[]> = {
  'callback.example.org': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'intranet.example.org': ['10.1.2.3'],
  'half.example.org': ['93.184.215.14', '192.168.1.1'],
  'six.example.org': ['fd00::1'],
  'mapped.example.org': ['::ffff:127.0.0.1'],
}

const resolve: Resolve = async (hostname) => {
  const addresses = zone[hostname]
  if (addresses === undefined) throw new Error('no such name')
  return addresses
}

const guard = createGuard({ allow: [], resolve })

test.each([
  'http://callback.example.org/end?meeting=1',
  'https://CALLBACK.example.org:8443/',
  'https://93.184.215.14/',
  'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
  'http://[::ffff:93.184.215.14]/',
  'http://[64:ff9b::93.184.215.14]/',
])('%s is allowed', async (url) => {
  expect(await guard.check(url)).toMatchObject({ ok: true })
})

test.each([
  // Not a URL for us.
  '',
  'callback.example.org/end',
  '//callback.example.org/end',
  'ftp://callback.example.org/',
  'file:///etc/passwd',
  'gopher://callback.example.org:70/',
  'javascript:alert(1)',
  'data:text/plain,hello',
  'http://',
  'http://user@callback.example.org/',
  'http://user:secret@callback.example.org/',
  'http://callback.example.org@127.0.0.1/',
  `http://callback.example.org/${'a'.repeat(2048)}`,
  // This machine, in every spelling.
  'http://localhost/',
  'http://LOCALHOST:8080/',
  'http://localhost./',
  'http://db.localhost/',
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.0.1./',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0177.0.0.1/',
  'http://0x7f.0.0.0x1/',
  'http://①②⑦.⓪.⓪.①/',
  'http://%31%32%37.0.0.1/',
  'http://0.0.0.0/',
  'http://0/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::]/',
  // Networks that are not the internet.
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.64.0.1/',
  'http://192.0.2.1/',
  'http://198.18.0.1/',
  'http://198.51.100.7/',
  'http://203.0.113.7/',
  'http://224.0.0.1/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://[fe80::1]/',
  'http://[fc00::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[2001:db8::1]/',
  'http://[100::1]/',
  // IPv4 inside IPv6.
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::127.0.0.1]/',
  'http://[::ffff:0:127.0.0.1]/',
  'http://[64:ff9b::10.0.0.1]/',
  'http://[64:ff9b:1::93.184.215.14]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
  // Names.
  'http://intranet.example.org/',
  'http://half.example.org/',
  'http://six.example.org/',
  'http://mapped.example.org/',
])('%s is refused for good', async (url) => {
  expect(await guard.check(url)).toMatchObject({ ok: false, temporary: false })
})

test('a name that cannot be looked up is refused for now only', async () => {
  expect(await guard.check('http://unknown.example.org/')).toEqual({
    ok: false,
    temporary: true,
    reason: 'its host name could not be looked up',
  })
})

test('a reason names the kind of address, and not what an internal name resolves to', async () => {
  expect(await guard.check('http://intranet.example.org/')).toMatchObject({
    reason: expect.stringMatching(
      /^its host name leads to a private address; .*network: \{ outbound_allow: \[...\] \}$/,
    ),
  })
  expect(await guard.check('http://[::ffff:169.254.169.254]/')).toMatchObject({
    reason: expect.stringContaining('its host is a link-local address'),
  })
})

test('what is refused for good is logged with its host', async () => {
  const logged: object[] = []
  const log = { info: (details: object) => logged.push(details) }
  const logging = createGuard({ allow: [], resolve, log })
  await logging.check('http://callback.example.org/')
  await logging.check('http://unknown.example.org/')
  await logging.check('http://intranet.example.org/end?secret=1')
  expect(logged).toEqual([{ host: 'intranet.example.org', reason: expect.stringContaining('outbound_allow') }])
})

test('an allowed range opens itself and nothing beside it', async () => {
  const open = createGuard({ allow: ['10.1.0.0/16', 'fd00::/8', '192.168.1.1'], resolve })
  expect(await open.check('http://intranet.example.org/')).toEqual({ ok: true, addresses: ['10.1.2.3'] })
  expect(await open.check('http://six.example.org/')).toMatchObject({ ok: true })
  expect(await open.check('http://[::ffff:10.1.2.3]/')).toMatchObject({ ok: true })
  expect(await open.check('http://192.168.1.1/')).toMatchObject({ ok: true })
  expect(await open.check('http://10.2.0.1/')).toMatchObject({ ok: false })
  expect(await open.check('http://192.168.1.2/')).toMatchObject({ ok: false })
})

test('localhost is this machine whatever the DNS says', async () => {
  const fooled = createGuard({ allow: [], resolve: async () => ['93.184.215.14'] })
  expect(await fooled.check('http://localhost/')).toMatchObject({ ok: false })
})

test('a range that cannot be read is a problem at once', () => {
  expect(() => createGuard({ allow: ['10.0.0.0/40'] })).toThrow('"10.0.0.0/40" is not a range of addresses')
  expect(() => createGuard({ allow: ['office'] })).toThrow('"office" is not a range of addresses')
})
