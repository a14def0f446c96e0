import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openShell, type Shell } from '../../../test/terminal.ts'

let shell: Shell
beforeEach(() => {
  shell = openShell()
})
afterEach(() => shell[Symbol.dispose]())

const hypha = join(import.meta.dirname, '../../../examples/hypha/coop.yaml')
const written = () => readFileSync(join(shell.folder, 'coop.yaml'), 'utf8')

describe('mycel init', () => {
  it('writes a file that check accepts, and never writes over one', async () => {
    const words = ['init', '--name', 'Wir & "Co": eG', '--domain', 'Wir.coop']
    expect(await shell.mycel(words)).toMatchObject({ code: 0, err: '' })
    expect((await shell.mycel('check')).code).toBe(0)
    const before = written()
    expect(await shell.mycel(words)).toMatchObject({ code: 73, out: '' })
    expect(written()).toBe(before)
  })

  it('asks on a terminal, again where an answer will not do, and describes a machine and its twin', async () => {
    const input = ['Example Co-op', 'example', 'example.coop', 'y', 'pve1', 'many', '64 GiB', '12', '', '450', ''].join(
      '\n',
    )
    const { code, out, err } = await shell.mycel('init', { tty: 80, input })
    expect(code).toBe(0)
    expect(out).toContain('mycel practice --proxmox\n')
    expect(err).toContain('"example" is not a whole domain')
    expect(err).toContain('write a whole number')
    const checked = await shell.mycel('check')
    expect(checked.out).toContain('1 machine, 1 service')
    expect((await shell.mycel('address list')).out).toMatch(
      /web1\.staging\.example\.coop +8001 +net0 +10\.0\.2\.11\/24/,
    )
  })

  it('asks nobody where nobody is', async () => {
    expect(await shell.mycel('init')).toMatchObject({ code: 64 })
  })
})

describe('mycel address', () => {
  it('spells in the ranges of the file, and reads', async () => {
    const spelt = await shell.mycel(['address', 'spell', 'HyphaLST', '--file', hypha])
    expect(spelt.out).toContain('HyphaLST is 4879:7068:614c:5354\n')
    expect(spelt.out).toContain('address  2607:5300:203:4014:4879:7068:614c:5354\n')
    const read = await shell.mycel('address read 2607:5300:203:4014:4879:7068:614c:5354 2001:db8::1')
    expect(read.out).toBe('2607:5300:203:4014:4879:7068:614c:5354 spells HyphaLST\n2001:db8::1 spells no word\n')
  })

  it('needs no file when a range is named, and refuses one that is none', async () => {
    expect((await shell.mycel('address spell HyphaWEB --prefix 2001:db8::/64')).out).toContain(
      'address  2001:db8::4879:7068:6157:4542\n',
    )
    expect((await shell.mycel('address spell HyphaWEB --prefix 2001:db8::/56')).code).toBe(64)
  })
})

describe('what follows from a file', () => {
  it('is printed as minutes write it', async () => {
    const { out } = await shell.mycel(['roadmap', 'print', '--file', hypha])
    expect(out).toContain('- VM5: backup server 💧💾💾 (August)\n')
    writeFileSync(join(shell.folder, 'note.md'), `# 2020-06-22 Minutes\n\n${out}`)
    expect((await shell.mycel('roadmap read note.md')).out).toBe(out)
  })

  it('is read from damaged minutes, and begins a file of its own', async () => {
    const damaged = '# 2020-11-02 Minutes\n\n- VM1: bbb ðŸ’§ðŸ’¾ (December)\n- VM2: jitsi ðŸ’§ (January)\n'
    writeFileSync(join(shell.folder, 'note.md'), damaged)
    expect((await shell.mycel('roadmap read note.md')).out).toBe(
      '- VM1: bbb 💧💾 (December)\n- VM2: jitsi 💧 (January)\n',
    )
    const { out } = await shell.mycel('roadmap read note.md --yaml')
    expect(out).toMatch(/label: VM1[\s\S]*month: 2020-12[\s\S]*label: VM2[\s\S]*month: 2021-01/)
  })

  it('marks the months in which it does not fit', async () => {
    const { out } = await shell.mycel(['capacity', '--file', hypha])
    expect(out).toMatch(/^2020-08 +60 GiB of 64 GiB {2,}/m)
    expect(out).toMatch(/^2020-09 +66 GiB of 64 GiB \(!\)/m)
  })

  it('is a checklist when a service ends, with the lines of the file', async () => {
    const { out, err } = await shell.mycel(['service', 'retire', 'bbb', '--file', hypha])
    expect(out).toMatch(/- \[ \] change what leads to it: https:\/\/bbb\.hypha\.coop\/bigbluebutton\/api \(.*:\d+\)/)
    expect(err).toContain('Nothing was changed.')
    expect((await shell.mycel(['service', 'retire', 'none', '--file', hypha])).code).toBe(66)
  })
})
