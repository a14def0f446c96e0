import { spawnSync } from 'node:child_process'

/** A network of its own beside this machine, to which cables lead that can be pulled. */
export interface Namespace extends Disposable {
  readonly name: string
  /** Where what runs in there is reached from here, over each cable. */
  readonly addresses: readonly string[]
  /** Pulls a cable: whoever sends learns nothing. */
  pull(cable: number): void
  plug(cable: number): void
}

let opened = 0

/** Whether network namespaces can be made here: it needs root and Linux, and not every container may. */
export function hasNamespaces(): boolean {
  using tried = openNamespace(1)
  return tried !== undefined
}

/** Makes a network namespace; undefined where that is not possible. */
export function openNamespace(cables: number): Namespace | undefined {
  // The system takes a while to be rid of an old one: each has a name of its own.
  const id = `${process.pid.toString(36)}${opened++}`
  const name = `mycel-${id}`
  if (!run('netns', 'add', name)) return undefined
  const inside = (...args: readonly string[]) => run('-n', name, ...args)
  // Below 198.18.0.0/15, which is for tests of networks, by the number of this process.
  const net = (i: number) => `198.18.${process.pid % 256}.${i * 4}`
  const nameOf = (i: number) => `mycel${i}-${id}`
  const isMade = Array.from({ length: cables }, (_, i) => i).every(
    (i) =>
      run('link', 'add', nameOf(i), 'type', 'veth', 'peer', 'name', 'peer', 'netns', name) &&
      inside('link', 'set', 'peer', 'name', `eth${i}`) &&
      run('address', 'add', `${next(net(i), 1)}/30`, 'dev', nameOf(i)) &&
      inside('address', 'add', `${next(net(i), 2)}/30`, 'dev', `eth${i}`) &&
      run('link', 'set', nameOf(i), 'up') &&
      inside('link', 'set', `eth${i}`, 'up'),
  )
  const remove = () => void run('netns', 'delete', name)
  if (!isMade) return void remove()
  return {
    name,
    addresses: Array.from({ length: cables }, (_, i) => next(net(i), 2)),
    pull: (cable) => void inside('link', 'set', `eth${cable}`, 'down'),
    plug: (cable) => void inside('link', 'set', `eth${cable}`, 'up'),
    [Symbol.dispose]: remove,
  }
}

function next(address: string, steps: number): string {
  const parts = address.split('.').map(Number)
  return [...parts.slice(0, 3), (parts[3] ?? 0) + steps].join('.')
}

function run(...args: readonly string[]): boolean {
  return spawnSync('ip', args, { stdio: 'ignore' }).status === 0
}
