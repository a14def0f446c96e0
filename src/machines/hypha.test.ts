import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../config/load.ts'
import { capacityOf, type Load } from './capacity.ts'
import { findConflicts } from './conflicts.ts'
import { desiredMachines } from './desired.ts'
import { inventoryOf } from './inventory.ts'
import { costsOf, spellMoney } from './money.ts'
import { drawCapacity } from './pictures/capacity.ts'
import { drawRoadmap } from './pictures/roadmap.ts'
import { retireTasks } from './retire.ts'
import { printRoadmap } from './roadmap/notation.ts'
import { roadmapOf, spellSlip, writeRoadmap } from './roadmap/roadmap.ts'

const file = readFileSync(join(import.meta.dirname, '../../examples/hypha/coop.yaml'), 'utf8')
const config = loadConfig('coop.yaml', file)
const kvm1 = capacityOf(config).hosts[0]

test('the roadmap of the example is that of the minutes, letter by letter', () => {
  expect(
    printRoadmap(writeRoadmap(roadmapOf(config))),
  ).toBe(`- VM3: website + nginx + dns + link shortener + vision 💧 (June)
- VM11: passbolt 💧 (July)
- VM1: bbb 💧💧💧💾 (July)
- VM2: jitsi 💧💧💧 (August)
- VM5: backup server 💧💾💾 (August)
- VM6: prom monitoring 💧💾 (September)
- VM7: loomio 💧 (October)
- No plans
    - VM8: email 💧💾💾💾
    - VM9: matrix + whatsapp bridge + chatbot 💧💧💾
    - VM4: nextcloud + onlyoffice 💧💧💾💾
    - VM10: android vm 💧`)
})

test('nothing in it contradicts itself; that the memory is passed is a warning', () => {
  expect(findConflicts(config)).toMatchObject([{ kind: 'warning', path: ['hosts', 'kvm1', 'memory'] }])
})

test('every service of the catalogue says what it needs, who looks after it, and how it is installed', () => {
  const named = config.services.map(({ id }) => id)
  for (const one of 'website link-shortener vision nginx dns passbolt bbb jitsi backup-server prometheus loomio email matrix \
whatsapp-bridge chatbot nextcloud onlyoffice android-vm database redis nfs gateway mycel'.split(' ')) {
    expect(named).toContain(one)
  }
  const lacking = config.services.filter(({ owner, second, memory, role, runbook, outside }) => {
    const isInstalled = (role ?? runbook ?? outside) !== undefined
    return !owner || !second || !isInstalled || (memory === undefined && outside === undefined)
  })
  expect(lacking.map(({ id }) => id)).toEqual([])
})

test('the month in which 64 GB are passed is September, month by month as the machines come', () => {
  const gib = (load: Load | undefined) => (load?.memory.used ?? 0) / 1024
  expect(kvm1?.months.map((load) => [load.month, gib(load)])).toEqual([
    ['2020-05', 9],
    ['2020-06', 14],
    ['2020-07', 40],
    ['2020-08', 60],
    ['2020-09', 66],
    ['2020-10', 72],
  ])
  expect(gib(kvm1?.now)).toBe(72)
  // Four without a month: 4 + 8 + 8 + 4.
  expect(gib(kvm1?.everything)).toBe(96)
  expect(kvm1?.months[3]?.arrivals).toEqual(['jitsi1 (Production)', 'jitsi1 (Staging)', 'backup1 (Production)'])
})

test('backups are counted in full, where they lie', () => {
  const [local, hdds] = kvm1?.months[1]?.storages ?? []
  // Two of 10 GiB, two of 20, and two of 20; one weekly and one last copy of those in production.
  expect([local?.disks, local?.backups]).toEqual([100 * 1024, 0])
  expect([hdds?.disks, hdds?.backups]).toEqual([0, 100 * 1024])
})

test('a month costs what its hosts and services cost', () => {
  expect(costsOf(config).map(({ month, totals }) => [month, ...totals.map(spellMoney)])[0]).toEqual([
    '2020-05',
    '89.70 CAD',
  ])
})

test('the words that addresses spell are those that were meant', () => {
  const spelt = new Set(inventoryOf(config).flatMap(({ word }) => word ?? []))
  expect([...spelt].toSorted()).toEqual(['HyphaBBB', 'HyphaINF', 'HyphaJIT', 'HyphaMON', 'HyphaSTG', 'HyphaWEB'])
})

test('to renumber is to change one line, and every word stays', () => {
  const moved = loadConfig(
    'coop.yaml',
    file.replace('ipv6: "2607:5300:203:4014::/64"', 'ipv6: "2607:5300:60:749e::/64"'),
  )
  const words = (one: typeof config) => inventoryOf(one).map(({ word }) => word)
  expect(words(moved)).toEqual(words(config))
  const before = desiredMachines(config).flatMap(({ networks }) => networks.map(({ ipv6 }) => ipv6))
  const after = desiredMachines(moved).flatMap(({ networks }) => networks.map(({ ipv6 }) => ipv6))
  expect(after).toEqual(before.map((ipv6) => ipv6?.replace('2607:5300:203:4014:', '2607:5300:60:749e:')))
  expect(after).not.toEqual(before)
})

test('a promise that slipped says by how many months, on the roadmap and the picture', () => {
  const slipped = loadConfig('coop.yaml', file.replace('month: 2020-10', 'month: 2021-01\n    promised: 2020-10'))
  const roadmap = roadmapOf(slipped)
  const loomio = roadmap.planned.find(({ machine }) => machine === 'loomio1')
  expect(loomio).toMatchObject({ slip: 3, promised: '2020-10', month: '2021-01' })
  expect(loomio && spellSlip(loomio)).toBe('3 months late')
  expect(drawRoadmap('Hypha', roadmap)).toContain('>3 months late</text>')
  expect(printRoadmap(writeRoadmap(roadmap))).toContain('- VM7: loomio 💧 (January)')
})

test('a picture is well-formed, says in words what it shows, and cannot be broken by a name', () => {
  const odd = loadConfig('coop.yaml', file.replace('name: Our server in Beauharnois', 'name: "<script>&\\" it"'))
  const svg = drawCapacity(capacityOf(odd))
  expect(svg).toContain('&lt;script&gt;&amp;&quot; it: 64 GiB are passed in September 2020, with 66 GiB.')
  expect(svg).not.toContain('<script')
})

test('to retire a service is a checklist of all that refers to it', () => {
  const nginx = config.services.find(({ id }) => id === 'nginx')
  if (!nginx) throw new Error('the example has no nginx')
  const mention = { path: ['links', 0], text: 'https://www.hypha.coop' }
  const tasks = retireTasks(config, nginx, [mention])
  expect(tasks.filter(({ when }) => when === 'first').map(({ path }) => path?.[1])).toEqual([
    'website',
    'link-shortener',
    'vision',
    'mycel',
    'gateway',
    undefined,
  ])
  expect(tasks).toContainEqual({
    when: 'then',
    task: 'change what leads to it: https://www.hypha.coop',
    path: ['links', 0],
  })
  expect(tasks.at(-2)?.task).toContain('where website, dns, link-shortener, vision stay; its ports close')
})
