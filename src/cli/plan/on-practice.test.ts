import { expect, test } from 'vitest'
import { loadConfig } from '../../config/load.ts'
import { onPractice, practicePlaces } from './on-practice.ts'

const host = (url?: string) => {
  const proxmox = url === undefined ? '' : `, proxmox: { url: "${url}", token_id: "a@pve!b", token: "secret://x" }`
  return `{ memory: 64 GiB, cores: 12, storages: [{ id: local, size: 1 TB }], templates: { debian: 9000 }${proxmox} }`
}

const config = loadConfig(
  'coop.yaml',
  `coop: { name: A, domain: a.coop }
hosts:
  one: ${host('https://pve.a.coop:8006')}
  two: ${host('https://pve.a.coop:8006')}
  far: ${host('https://far.a.coop:8006')}
  bare: ${host()}
`,
)

test('hosts of one Proxmox are practised in one, and others, which may have the same templates, each in its own', () => {
  expect(practicePlaces(config).map((some) => some.map(({ id }) => id))).toEqual([['one', 'two', 'bare'], ['far']])
})

test('each is at the port after the one before, and nothing real is reached', async () => {
  const urls = async (address: string | true) => {
    const { hosts } = await onPractice(config, address)
    return hosts.map(({ proxmox }) => proxmox?.url)
  }
  const [first, second] = ['http://127.0.0.1:8006', 'http://127.0.0.1:8007']
  expect(await urls(true)).toEqual([first, first, second, first])
  expect(await urls('http://localhost:9000/')).toEqual([
    'http://localhost:9000',
    'http://localhost:9000',
    'http://localhost:9001',
    'http://localhost:9000',
  ])
  await expect(urls('https://pve.a.coop:8006')).rejects.toThrow('is not the address of a practice Proxmox')
})
