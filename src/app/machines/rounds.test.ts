import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../../config/config.ts'
import { manualClock } from '../../lib/clock.ts'
import { Problem } from '../../lib/problem.ts'
import { createProxmox } from '../../providers/proxmox/client.ts'
import type { Simulator } from '../../providers/proxmox/fake/simulator.ts'
import { createRound } from './rounds.ts'
import { applyThrough, connectTo, declareMachines, fileWith, practiceProxmox } from './testing/practice.ts'
import { openHistory, openWatch } from './watch.ts'

const web = (memory = '2 GiB') => `\n  web1: { number: 1, in: [production], memory: ${memory}, backup: nightly }`
const hour = 3_600_000

let dataDir: string
let simulator: Simulator
let requests: string[]
let isAway: boolean
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mycel-'))
  simulator = practiceProxmox()
  requests = []
  isAway = false
})
afterEach(() => rm(dataDir, { recursive: true }))

/** Everything declared is there, and was applied from here. */
async function apply(config: Config, now: () => number): Promise<void> {
  await using infrastructure = await connectTo(simulator, config)
  await applyThrough(infrastructure, { history: openHistory(dataDir), now })
}

/** Rounds over these machines. `say` collects what is logged. */
function rounds(config: Config, path: string | undefined = undefined) {
  const clock = manualClock()
  const said: string[] = []
  const say = (details: object, message: string) =>
    said.push('err' in details ? `${message}: ${details.err}` : `${message} ${JSON.stringify(details)}`)
  const transport = simulator.transport()
  const watch = openWatch(config, { dataDir, env: {}, file: 'coop.yaml', path }, clock.now, {
    connect: (access) =>
      createProxmox({
        access,
        transport: {
          ...transport,
          carry: (outgoing) => {
            requests.push(outgoing.method ?? (outgoing.body ? 'POST' : 'GET'))
            if (isAway) throw new Problem('unavailable', 'kvm1 does not answer')
            return transport.carry(outgoing)
          },
        },
        pause: (ms, signal) => simulator.pass(ms, signal),
        random: () => 0.5,
      }),
  })
  const round = createRound({ watch, log: { info: say, warn: say }, now: clock.now }, new AbortController().signal)
  return { clock, said, watch, round }
}

function breakIn(key: string, value: string): void {
  const guest = simulator.world.guests.get(1001)
  if (guest) guest.config[key] = value
}

describe('a running program', () => {
  it('notices what others changed, says it once, and that it is over, with nothing but reads', async () => {
    const config = fileWith(web())
    const { clock, said, round, watch } = rounds(config)
    await apply(config, clock.now)
    await round()
    expect(said).toEqual([])
    breakIn('onboot', '0')
    await round()
    expect(said, 'not due yet').toEqual([])
    for (let i = 0; i < 2; i++) {
      clock.advance(hour)
      await round()
    }
    expect(said).toEqual(['machines are not as the file says: see mycel drift {"drifted":["machine/production/web1"]}'])
    expect((await watch.history.lastLook())?.steps).toMatchObject([{ ref: 'machine/production/web1', verb: 'update' }])
    breakIn('onboot', '1')
    clock.advance(hour)
    await round()
    expect(said.at(-1)).toBe('nothing of the machines has drifted any more {}')
    expect(new Set(requests)).toEqual(new Set(['GET']))
  })

  it('says why it cannot look once, tries again after ten minutes, and remembers it', async () => {
    const config = fileWith(web())
    const { clock, said, round, watch } = rounds(config)
    await round()
    isAway = true
    for (const minutes of [60, 9, 1, 10]) {
      clock.advance(minutes * 60_000)
      const before = requests.length
      await round()
      expect(requests.length > before, `after ${minutes}`).toBe(minutes !== 9)
    }
    const failures = said.filter((line) => line.startsWith('the machines could not be looked at'))
    expect(failures).toEqual([expect.stringContaining('kvm1 does not answer')])
    expect(watch.lastTry()).toMatchObject({ at: clock.now(), failure: expect.objectContaining({ name: 'Problem' }) })
  })

  it('takes nothing that is half done for drift while somebody applies', async () => {
    const config = fileWith(web())
    const { said, round, watch } = rounds(config)
    await using other = await connectTo(simulator, config)
    const claim = { ...other.claim, place: 'elsewhere', why: 'more memory', since: 0 }
    await other.lock.claim(claim)
    await round()
    expect(said[0]).toContain('the machines are looked at later')
    expect(said[0]).toContain('more memory')
    expect(await watch.history.lastLook()).toBeUndefined()
    await other.lock.release(claim.id)
    await watch.look(new AbortController().signal)
    expect(await watch.history.lastLook()).toBeDefined()
  })

  it('reads the file again, which was changed and applied since the start, and says when it has mistakes', async () => {
    const path = join(dataDir, 'coop.yaml')
    const coop = 'coop: { name: Example Co-op, domain: example.coop }\n'
    const { clock, said, round, watch } = rounds(fileWith(web()), path)
    await writeFile(path, coop + declareMachines(web('4 GiB')))
    await apply(fileWith(web('4 GiB')), clock.now)
    await round()
    expect((await watch.history.lastLook())?.steps).toEqual([])
    await writeFile(path, `${coop}hots: {}\n`)
    clock.advance(hour)
    await round()
    expect(said.at(-1)).toContain('coop.yaml has mistakes')
  })

  it('does not begin a second look while one goes on', async () => {
    const { watch } = rounds(fileWith(web()))
    const signal = new AbortController().signal
    const [one, other] = await Promise.all([watch.look(signal), watch.look(signal)])
    expect(one).toBe(other)
  })
})
