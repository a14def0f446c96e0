import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openShell, type Shell } from '../../test/terminal.ts'

let shell: Shell
beforeEach(() => {
  shell = openShell()
})
afterEach(() => shell[Symbol.dispose]())

function put(name: string, text: string): void {
  writeFileSync(join(shell.folder, name), text)
}

const withServer = `coop: { name: Example Co-op, domain: example.coop }
meetings:
  servers: [{ id: bbb1, url: "https://bbb1.example.coop/bigbluebutton/api", secret: "secret://bbb1" }]
  organisations: [{ id: main, secrets: ["secret://main"] }]
`

describe('mycel up', () => {
  it('runs the example with practice servers, and a first meeting is a link away', async () => {
    const up = await shell.up()
    const said = up.written()
    expect(said).toContain('There is no coop.yaml in this folder, so this runs the example')
    expect(said).toContain('made a secret for organisation main: mycel secret show main')
    expect(said).toContain('3 practice servers run too')
    expect(said).toContain(`main  ${up.url}/o/main/bigbluebutton/api`)
    const [link = ''] = /\S+\/practice\/meet\S+/.exec(said) ?? []
    const answer = await fetch(link, { redirect: 'manual' })
    expect(answer.headers.get('location')).toContain('/bigbluebutton/api/join?')

    const { code, out } = await up.end()
    expect(code).toBe(0)
    const lines = out
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'ready', url: up.url, practice: 3 }))
  })

  it('takes an empty MYCEL_REDIS_URL for none', async () => {
    await using up = await shell.up([], { env: { MYCEL_REDIS_URL: '' } })
    expect(up.written()).toContain('3 practice servers run too')
  })

  it('keeps the secret that it made', async () => {
    await using first = await shell.up()
    await first.end()
    const { out } = await shell.mycel('secret show main')
    expect(out).toMatch(/^[0-9a-f]{64}\n$/)
    await using second = await shell.up()
    expect(second.written()).not.toContain('made a secret')
    expect((await shell.mycel('secret show main')).out).toBe(out)
  })

  it('keeps to the secret that an organisation was given at run time, and says that the file counts now', async () => {
    const first = await shell.up()
    const { secret } = JSON.parse((await shell.mycel('organisation add coast --json')).out)
    const url = 'http://127.0.0.1:1/bigbluebutton/api'
    await shell.mycel(`server add ${url} --id bbb1 --unchecked`, { input: 'of run time' })
    await first.end()
    put(
      'coop.yaml',
      `coop: { name: Example Co-op, domain: example.coop }
meetings:
  organisations: [{ id: coast, secrets: ["secret://coast"] }]
  servers: [{ id: bbb1, url: "${url}", secret: of the file }]
`,
    )
    const second = await shell.up()
    expect(second.written()).toContain('stored the secret that organisation coast was given at run time')
    expect(second.written()).toContain('warning: the organisation coast was also added at run time; the file')
    expect(second.written()).toContain('with the same secret')
    expect(second.written()).toContain('warning: the server bbb1 was also added at run time; the file')
    expect((await shell.mycel('secret show coast')).out).toBe(`${secret}\n`)
    await second.end()

    await shell.mycel('secret set coast', { input: 'another secret' })
    await using third = await shell.up()
    expect(third.written()).toContain('its secret differs: what is signed with the other is refused')
  })

  it('says where it listens and where others reach it, with the same addresses as organisation show', async () => {
    put(
      'coop.yaml',
      `coop: { name: Example Co-op, domain: example.coop }
web: { url: "http://meet.example.test:8080" }
meetings: { organisations: [{ id: main, secrets: ["secret://main"], hosts: [bbb.example.test] }] }
`,
    )
    await using up = await shell.up()
    const said = up.written()
    expect(said).toMatch(
      /^Ready: http:\/\/meet\.example\.test:8080\nListening on http:\/\/127\.0\.0\.1:\d+; others reach/m,
    )
    expect(said).toContain('main  http://bbb.example.test:8080/bigbluebutton/api')
    const { out } = await shell.mycel('organisation show main')
    expect(out).toMatch(/^address for clients +http:\/\/bbb\.example\.test:8080\/bigbluebutton\/api$/m)
  })

  it('runs the file of the folder, without practice servers when it has others', async () => {
    put('coop.yml', withServer)
    await shell.mycel('secret set bbb1', { input: 'secret of bbb1' })
    await using up = await shell.up()
    expect(up.written()).toContain('This runs Example Co-op, from coop.yml.')
    expect(up.written()).not.toContain('practice servers')
    const { out } = await shell.mycel('server list --json')
    expect(JSON.parse(out)).toMatchObject({ servers: [{ id: 'bbb1', origin: 'file' }] })
  })

  it('reads friendly lines and logs on a terminal', async () => {
    const up = await shell.up(['--log-requests'], { tty: 100 })
    await fetch(`${up.url}/bigbluebutton/api/getMeetings?checksum=no`)
    const { out, err } = await up.end()
    expect(err).toBe('')
    expect(out).toContain('Ctrl-C ends it.')
    expect(out).toMatch(/INFO.*request/)
    expect(out).toContain('checksumError')
  })

  it('tells systemd once it is ready, where that waits for it', async () => {
    put('systemd-notify', '#!/bin/sh\necho "$NOTIFY_SOCKET $*" >>"${0%/*}/told"\n')
    chmodSync(join(shell.folder, 'systemd-notify'), 0o755)
    const PATH = [shell.folder, process.env['PATH']].join(delimiter)
    const told = join(shell.folder, 'told')
    await using up = await shell.up([], { env: { PATH, NOTIFY_SOCKET: '/run/systemd/notify' } })
    await expect.poll(() => existsSync(told) && readFileSync(told, 'utf8')).toBe('/run/systemd/notify --ready\n')
    expect((await fetch(`${up.url}/readyz`)).status).toBe(200)
  })

  it('goes on where systemd cannot be told', async () => {
    await using up = await shell.up([], { env: { PATH: shell.folder, NOTIFY_SOCKET: '/run/systemd/notify' } })
    await expect.poll(() => up.written()).toContain('systemd could not be told')
    expect((await fetch(`${up.url}/readyz`)).status).toBe(200)
  })

  it('says all secrets of servers that are missing, and how to store them', async () => {
    put('coop.yaml', withServer)
    const { code, out, err } = await shell.mycel('up --port 0')
    expect({ code, out }).toEqual({ code: 66, out: '' })
    expect(err).toContain('there is no secret "bbb1"\n  printf \'%s\' THE-SECRET | mycel secret set bbb1\n')
    expect(err).toMatch(/1 problem\. Nothing was started\.\n$/)
    expect((await shell.mycel('secret list')).out).toBe('')
    const elsewhere = await shell.mycel('up --port 0 --data over/there')
    expect(elsewhere.err).toContain('mycel secret set bbb1 --data over/there\n')
  })

  it('shows the mistakes of the file', async () => {
    put('coop.yaml', 'coop: {}\n')
    const { code, err } = await shell.mycel('up')
    expect(code).toBe(65)
    expect(err).toMatch(/^coop\.yaml:1:\d+ +coop\.name: /)
  })

  it('says that the port is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const { code, err } = await shell.mycel(`up --port ${port} --data data`)
    other.close()
    expect(code).toBe(69)
    expect(err).toContain(`another program listens on 127.0.0.1:${port}\n`)
    expect(err).toContain(`mycel up --data data --port ${port + 1}\n`)
    expect((await shell.mycel('secret list')).out).toBe('')
  })

  it('refuses a data folder that is in use, and one that cannot be made', async () => {
    await using first = await shell.up()
    const second = await shell.mycel('up --port 0')
    expect(second.code).toBe(75)
    expect(second.err).toContain(`in use by process ${process.pid}`)
    put('file', '')
    expect((await shell.mycel('up --port 0 --data file/data')).code).toBe(69)
    expect((await shell.mycel('secret list --data file')).code).toBe(69)
    expect((await shell.mycel('secret show main --data file')).code).toBe(69)
    expect((await shell.mycel('secret set main --data file', { input: 'x' })).code).toBe(69)
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
  })

  it('ends at once when it is asked to before it is ready', async () => {
    const ended = await shell.mycel('up --port 0', { signal: AbortSignal.abort('SIGTERM') })
    expect(ended.code).toBe(0)
  })
})
