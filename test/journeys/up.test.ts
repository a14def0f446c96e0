import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { signQuery } from '../../src/protocol/checksum.ts'
import { read } from '../rig.ts'

const main = join(import.meta.dirname, '../../src/main.ts')

let folder: string
const started: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mycel-'))
})
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

it('somebody starts it in an empty folder, meets, stops it and starts it again', async () => {
  const first = await start()
  expect(await (await fetch(`${first.url}/readyz`)).text()).toBe('ready\nservers: 3 online\n')
  const made = await call(first.url, 'create', 'meetingID=room-7&name=Room+7')
  expect(made.text('returncode')).toBe('SUCCESS')
  expect(await first.end('SIGTERM')).toBe(0)
  expect(existsSync(join(folder, 'data/mycel.sock'))).toBe(false)

  const second = await start()
  const meetings = await call(second.url, 'getMeetings')
  expect(meetings.text('returncode')).toBe('SUCCESS')
  const again = await call(second.url, 'create', 'meetingID=room-7&name=Room+7')
  expect(again.text('returncode')).toBe('SUCCESS')
  expect(await second.end('SIGINT')).toBe(0)
})

it('a second one on the same folder is refused, and the first one goes on', async () => {
  const first = await start()
  const { child } = spawnUp()
  expect(await once(child, 'exit')).toEqual([75, null])
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
  expect(await first.end('SIGTERM')).toBe(0)
})

interface Running {
  readonly url: string
  end(signal: NodeJS.Signals): Promise<number | null>
}

/** Starts it and waits until it says itself that it is ready. */
async function start(): Promise<Running> {
  const { child, said } = spawnUp()
  const exit = once(child, 'exit')
  const url = await Promise.race([said, exit.then(([code]) => Promise.reject(new Error(`it ended with ${code}`)))])
  return {
    url,
    async end(signal) {
      child.kill(signal)
      const [code] = await exit
      return code
    },
  }
}

/** Not a terminal, so standard output holds JSON alone: every line is read as such. */
function spawnUp(): { child: ChildProcess; said: Promise<string> } {
  const child = spawn(process.execPath, [main, 'up', '--port', '0'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  const said = new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      text += more
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      try {
        const ready = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'ready')
        if (ready) resolve(ready.url)
      } catch (error) {
        reject(error)
      }
    })
  })
  child.stderr.resume()
  return { child, said }
}

async function call(url: string, name: string, query = '') {
  const secret = readFileSync(join(folder, 'data/secrets/main'), 'utf8')
  return await read(await fetch(`${url}/bigbluebutton/api/${name}?${signQuery('sha256', name, query, secret)}`))
}
