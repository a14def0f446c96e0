import { expect, test } from 'vitest'
import { inspectConfig, loadConfig } from './load.ts'

const coop = 'coop: { name: Example Co-op, domain: example.coop }\n'

test('people are a list in the order of the file, with the names of their entries', () => {
  const { people, groups } = loadConfig(
    'coop.yaml',
    `${coop}groups: { infra: { name: Infrastructure }, members: {} }
people:
  el: { name: Elon, aliases: [elon], groups: [members, infra], handles: { github: el-example } }
  benedict: { name: Benedict, initials: BL, left: true }
`,
  )
  expect(groups).toEqual([
    { id: 'infra', name: 'Infrastructure' },
    { id: 'members', name: 'members' },
  ])
  expect(people).toMatchObject([
    { id: 'el', initials: 'el', aliases: ['elon'], groups: ['members', 'infra'], ssh_keys: [], left: false },
    { id: 'benedict', initials: 'bl', aliases: [], groups: [], handles: {}, left: true },
  ])
})

test('a group that is not declared and two people who are written alike are found at once', () => {
  const text = `${coop}groups: { infra: {} }
people:
  el: { name: Elon, groups: [infa] }
  elon: { name: Elon Two, initials: EL }
  Ben: { name: Ben }
`
  expect(inspectConfig('coop.yaml', text).problems).toMatchObject([
    { path: 'people.el.groups[0]', hint: 'did you mean "infra"?', at: { line: 4, column: 30 } },
    { code: 'conflict', path: 'people.elon.initials', at: { line: 5, column: 37 } },
    { path: 'people.Ben', message: '"Ben" cannot be a name', at: { line: 6, column: 3 } },
  ])
})

const ed25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA7i1p+4eTmsgXxgxd2kBvJZ7ix5Z1x2T2cR5LuVh2hm'

test.each([
  [`${ed25519}   el@laptop`, undefined],
  [ed25519.slice(0, -8), 'the key is cut off'],
  ['ssh-dss AAAA', 'a DSA key is too weak'],
  ['-----BEGIN OPENSSH PRIVATE KEY-----', 'this is a private key'],
  ['el@laptop', 'this is not the line of a public SSH key'],
  [rsaKey(1024), 'an RSA key of 1024 bits is too weak'],
  [rsaKey(3072), undefined],
])('the SSH key %j', (key, wrong) => {
  const { problems } = inspectConfig('coop.yaml', `${coop}people: { el: { name: E, ssh_keys: ["${key}"] } }\n`)
  if (wrong === undefined) expect(problems).toEqual([])
  else expect(problems[0]?.message).toContain(wrong)
})

function rsaKey(bits: number): string {
  const modulus = Buffer.alloc(bits / 8 + 1)
  modulus[1] = 0x80
  const fields = [Buffer.from('ssh-rsa'), Buffer.from([1, 0, 1]), modulus].flatMap((field) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(field.length)
    return [length, field]
  })
  return `ssh-rsa ${Buffer.concat(fields).toString('base64')}`
}
