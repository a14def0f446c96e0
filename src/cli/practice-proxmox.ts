import type { Config, HostConfig } from '../config/config.ts'
import { Problems } from '../lib/problem.ts'
import { desiredPools } from '../machines/desired.ts'
import type { ProxmoxPractice } from '../practice.ts'
import { findCoopFile, inspectCoopFile } from './coop-file.ts'
import { untilAborted } from './options.ts'
import { practicePlaces } from './plan/on-practice.ts'
import { count } from './show.ts'
import { print, type Terminal } from './terminal.ts'

export interface ProxmoxOptions {
  readonly file?: string
  readonly host: string
  /** Undefined for the one that a real Proxmox has. */
  readonly port?: number
  readonly speed: number
  readonly release?: string
}

type Furniture = Omit<ProxmoxPractice, 'host' | 'port' | 'speed'>

const gib = 1024

/** Runs a practice Proxmox in the foreground that has what the file says its hosts have; several when the file has several. */
export async function practiceProxmox(options: ProxmoxOptions, terminal: Terminal): Promise<void> {
  const { startProxmox, practiceToken } = await import('../practice.ts')
  const { file, config } = await readHosts(options, terminal)
  const { host, port = 8006, speed, release } = options
  await using stack = new AsyncDisposableStack()
  const all = config ? practicePlaces(config).map((hosts) => furnitureOf(config, hosts)) : [{}]
  for (const [index, furniture] of all.entries()) {
    const own = port === 0 ? 0 : port + index
    const proxmox = stack.use(await startProxmox({ ...furniture, host, port: own, speed, release }))
    const { nodes, profile } = proxmox.simulator.world
    const names = [...nodes.keys()]
    print(
      terminal,
      `# A practice Proxmox VE ${profile.version} runs, with ${count(names.length, 'node', 'nodes')}: ${names.join(', ')}.`,
      `# Open ${proxmox.url}/ in a browser to see what is in it. Nothing in it is real, and its token protects nothing:`,
      `address: ${proxmox.url}`,
      `token_id: ${practiceToken.id}`,
      `token: ${practiceToken.secret}`,
      '',
      ...(index === 0 ? hints(file, proxmox.url) : []),
    )
  }
  print(terminal, '# Ctrl-C ends it, and all that was made in it is forgotten.')
  await untilAborted(terminal)
}

async function readHosts(options: ProxmoxOptions, terminal: Terminal): Promise<{ file?: string; config?: Config }> {
  const file = await findCoopFile(options.file, terminal)
  if (!file) return {}
  const { config, problems } = await inspectCoopFile(file)
  if (!config) throw new Problems(problems)
  return config.hosts.length > 0 ? { file: file.shown, config } : {}
}

function hints(file: string | undefined, url: string): string[] {
  const where = url === 'http://127.0.0.1:8006' ? '--practice' : `--practice ${url}`
  if (file === undefined) return ['# To have one that fits a coop.yaml: mycel practice --proxmox --file coop.yaml']
  return ['# In another terminal:', `mycel plan --file ${file} ${where}`, `mycel apply --file ${file} ${where}`]
}

/** What these hosts, and the environments and addresses of the file name, so that whatever they want can be made. */
function furnitureOf(config: Config, hosts: readonly HostConfig[]): Furniture {
  const { environments, addresses } = config
  const storages = hosts.flatMap((host) => host.storages)
  return {
    nodes: hosts.map(({ node, cores, memory }) => ({ name: node, cpus: cores, memoryGiB: memory / gib })),
    storages: storages.map(({ id }) => ({ id, sizeGiB: largest(storages.filter((one) => one.id === id)) })),
    bridges: [...new Set([...environments, ...addresses].map(({ bridge }) => bridge))],
    templates: hosts.flatMap(({ templates, node, storages: [storage] }) =>
      Object.entries(templates).map(([name, vmid]) => ({ vmid, name, node, ...(storage && { storage: storage.id }) })),
    ),
    images: hosts.flatMap(({ images }) => Object.values(images)),
    mayFill: desiredPools(config).map(({ name }) => name),
  }
}

function largest(storages: readonly { readonly size: number }[]): number {
  return Math.max(...storages.map(({ size }) => size)) / gib
}
