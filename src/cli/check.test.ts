import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openShell, type Shell } from '../../test/terminal.ts'

let shell: Shell
beforeEach(() => {
  shell = openShell()
})
afterEach(() => shell[Symbol.dispose]())

const good = `coop: { name: Example Co-op, domain: example.coop }
meetings:
  organisations: [{ id: main, secrets: ["secret://main"] }]
`

function put(name: string, text: string): void {
  writeFileSync(join(shell.folder, name), text)
}

describe('mycel check', () => {
  it('says what a good file holds', async () => {
    put('coop.yaml', good)
    const said = 'coop.yaml can be used: 0 servers, 1 organisation. Nothing was changed.\n'
    expect(await shell.mycel('check')).toEqual({ code: 0, out: said, err: '' })
  })

  it('reports every mistake with its place and exits 65', async () => {
    put('mine.yaml', 'coop: { name: "", domain: example.coop }\nmeeting: {}\n')
    const { code, out, err } = await shell.mycel('check mine.yaml')
    expect({ code, out }).toEqual({ code: 65, out: '' })
    expect(err).toMatch(/^mine\.yaml:1:\d+ +coop\.name: /)
    expect(err).toMatch(/^mine\.yaml:2:1 +meeting: /m)
    expect(err).toMatch(/2 problems\. Nothing was changed\.\n$/)
  })

  it('exits 73 when two things have the same name', async () => {
    put('coop.yaml', good.replace('[{', '[{ id: main, secrets: ["secret://other"] }, {'))
    expect((await shell.mycel('check')).code).toBe(73)
  })

  it('keeps warnings apart, and they are no failure', async () => {
    put('coop.yaml', good.replace('secret://main', 'a-literal-secret'))
    const { code, out } = await shell.mycel('check')
    expect(code).toBe(0)
    expect(out).toMatch(/^Warnings:\ncoop\.yaml:3:\d+ .*the secret is written in the file/)
  })

  it('says the same in JSON', async () => {
    put('coop.yml', good.replace('domain: example.coop', 'domain: 7'))
    const { code, out, err } = await shell.mycel('check --json')
    expect({ code, err }).toEqual({ code: 65, err: '' })
    expect(JSON.parse(out)).toMatchObject({
      file: 'coop.yml',
      ok: false,
      problems: [{ code: 'invalid', path: 'coop.domain', line: 1 }],
      warnings: [],
    })
  })

  it('says so when there is no file', async () => {
    expect(await shell.mycel('check')).toMatchObject({ code: 66, out: '' })
    const named = await shell.mycel('check elsewhere.yaml')
    expect(named.code).toBe(66)
    expect(named.err).toContain('there is no file elsewhere.yaml')
    expect((await shell.mycel('check .')).err).toContain('. is a folder')
  })

  it('does not guess between coop.yaml and coop.yml', async () => {
    put('coop.yaml', good)
    put('coop.yml', good)
    expect((await shell.mycel('check')).code).toBe(64)
  })
})
