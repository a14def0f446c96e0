import { expect, test } from 'vitest'
import { loadConfig } from '../config/load.ts'
import { desiredBackups, desiredMachines, desiredPools } from './desired.ts'

const text = `
coop: { name: Example Co-op, domain: example.coop }
environments:
  production:
    { ids: 1000-1999, network: 10.0.1.0/24, bridge: vmbr2, reach: public, ssh_from: [10.0.1.2/32], protected: true, backup: nightly }
  staging:
    { ids: 8000-8999, network: 10.0.2.0/24, bridge: vmbr3, vlan: 20, start_on_boot: false, no_backup: made anew, ipv6: "2001:db8:1::/64" }
hosts:
  kvm1: { memory: 64 GiB, cores: 12, storages: [{ id: local, size: 450 GB }], templates: { debian-13: 9000 } }
addresses:
  ovh: { ipv4: 198.51.100.0/29, ipv4_gateway: 203.0.113.254, ipv4_bits: 32, ipv6: "2001:db8:2::/64" }
backups:
  nightly: { schedule: "02:30", storage: local-hdds, keep: { daily: 7, weekly: 4 } }
machines:
  web1:
    label: VM3
    in: [production, staging]
    memory: 2 GiB
    address: 3
    spell: { production: HyphaWEB, staging: HyphaSTG }
    public: { production: { ipv4: 198.51.100.2 } }
    overrides: { staging: { memory: 1 GiB, cores: 1 } }
    disks: [{ size: 100 GiB, storage: local-hdds }]
    open: [{ port: 8000-8010/udp, because: the old one }]
  later: { label: VM4, in: [production], memory: 2 GiB, state: planned }
`

test('a machine and its twin follow from their environments', () => {
  const [web, twin, ...rest] = desiredMachines(loadConfig('coop.yaml', text))
  expect(rest).toEqual([])
  expect(web).toMatchObject({
    name: 'web1.example.coop',
    vmid: 1003,
    pool: 'mycel-production',
    memory: 2048,
    source: { kind: 'template', vmid: 9000 },
    onboot: true,
    protected: true,
    backup: 'nightly',
    tags: ['production', 'vm3'],
    disks: [
      { slot: 'scsi0', storage: 'local', size: 20 },
      { slot: 'scsi1', storage: 'local-hdds', size: 100 },
    ],
    networks: [
      {
        slot: 'net0',
        bridge: 'vmbr0',
        ipv4: '198.51.100.2/32',
        ipv4Gateway: '203.0.113.254',
        ipv6: '2001:db8:2:0:4879:7068:6157:4542/64',
        ipv6Gateway: '2001:db8:2::1',
      },
      { slot: 'net1', bridge: 'vmbr2', ipv4: '10.0.1.3/24', ipv4Gateway: undefined, ipv6: undefined },
    ],
    cloudInit: { user: 'admin', dns: ['10.0.1.1'], searchDomain: 'example.coop' },
  })
  expect(twin).toMatchObject({
    name: 'web1.staging.example.coop',
    vmid: 8003,
    memory: 1024,
    cores: 1,
    onboot: false,
    protected: false,
    backup: undefined,
    networks: [
      {
        slot: 'net0',
        bridge: 'vmbr3',
        vlan: 20,
        ipv4: '10.0.2.3/24',
        ipv4Gateway: '10.0.2.1',
        ipv6Gateway: '2001:db8:1::1',
      },
    ],
  })
  expect(twin?.networks[0].ipv6).toBe('2001:db8:1:0:4879:7068:6153:5447/64')
})

test('what may come in is said port by port', () => {
  const [web] = desiredMachines(loadConfig('coop.yaml', text))
  expect(web?.firewall).toEqual([
    { protocol: 'tcp', ports: '22', source: '10.0.1.2/32', comment: 'ssh' },
    { protocol: 'udp', ports: '8000:8010', source: undefined, comment: 'the old one' },
    { protocol: 'icmp', ports: undefined, source: '10.0.1.0/24', comment: 'ping' },
    { protocol: 'icmpv6', ports: undefined, source: undefined, comment: 'ping' },
  ])
})

test('pools and backup jobs follow from the machines', () => {
  const config = loadConfig('coop.yaml', text)
  expect(desiredPools(config).map(({ name }) => name)).toEqual(['mycel-production', 'mycel-staging'])
  expect(desiredBackups(config)).toEqual([
    {
      id: 'nightly',
      schedule: '02:30',
      storage: 'local-hdds',
      mode: 'snapshot',
      keep: 'keep-daily=7,keep-weekly=4',
      vmids: [1003],
    },
  ])
})

test('hardware addresses are our own, differ, and stay the same', () => {
  const macs = () =>
    desiredMachines(loadConfig('coop.yaml', text)).flatMap(({ networks }) => networks.map(({ mac }) => mac))
  expect(new Set(macs()).size).toBe(3)
  expect(macs()).toEqual(macs())
  expect(macs().every((mac) => /^02(:[0-9A-F]{2}){5}$/.test(mac))).toBe(true)
})
