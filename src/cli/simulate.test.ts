import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openShell, type Shell } from '../../test/terminal.ts'

let shell: Shell
beforeEach(() => {
  shell = openShell()
})
afterEach(() => shell[Symbol.dispose]())

describe('mycel simulate', () => {
  it('says how many servers 1,500 students need, and how many with a spare', async () => {
    const { code, out } = await shell.mycel('simulate --students 1500 --class-size 30 --on-the-hour --capacity 150')
    expect(code).toBe(0)
    expect(out).toContain('1,500 students in 50 classes of 30, all starting in the same minute, on servers of 150:')
    expect(out).toContain('10 servers are enough: no meeting is refused, and no server ever has more than 150 people.')
    expect(out).toContain('With 11 servers that is still so when one of them fails at the busiest moment.')
  })

  it('tries a number of servers', async () => {
    const { out } = await shell.mycel('simulate --students 300 --on-the-hour --servers 1')
    expect(out).toContain('1 server is not enough: there were 300 people at once on a server of 150.')
    const enough = await shell.mycel('simulate --students 60 --servers 2')
    expect(enough.out).toContain('2 servers are enough')
    expect(enough.out).toContain('That is still so when one of them fails')
  })

  it('says the same in JSON, the same each time', async () => {
    const words = 'simulate --students 90 --capacity 60 --on-the-hour --json --seed 3'
    const { out } = await shell.mycel(words)
    expect(JSON.parse(out)).toMatchObject({ meetings: 3, capacity: 60, needed: { servers: 2, withSpare: 3 } })
    expect((await shell.mycel(words)).out).toBe(out)
  })

  it('replays a log and draws it', async () => {
    writeFileSync(
      join(shell.folder, 'log.csv'),
      'start,organisation,room,people,minutes\n9:00,a,b,40,30\n9:10,a,c,40,30\n',
    )
    const { code, out } = await shell.mycel('simulate --replay log.csv --capacity 50 --plot out.svg')
    expect(code).toBe(0)
    expect(out).toContain('The 2 meetings of log.csv, on servers of 50:')
    expect(out).toContain('2 servers are enough')
    const svg = readFileSync(join(shell.folder, 'out.svg'), 'utf8')
    expect(svg.match(/<polyline/g)).toHaveLength(2)
    expect(svg).toContain('<title>The 2 meetings of log.csv, on 2 servers of 50</title>')
    expect(svg).toContain('capacity of a server: 50')
  })

  it('says what to do when it cannot answer', async () => {
    expect(await shell.mycel('simulate')).toMatchObject({ code: 64, out: '' })
    expect((await shell.mycel('simulate --students 5 --replay log.csv')).code).toBe(64)
    expect((await shell.mycel('simulate --replay nowhere.csv')).code).toBe(66)
    const large = await shell.mycel('simulate --students 300 --class-size 200')
    expect(large.code).toBe(64)
    expect(large.err).toContain('a meeting of 200 people fits on no server of 150')
    writeFileSync(join(shell.folder, 'bad.csv'), 'start,organisation\n')
    expect((await shell.mycel('simulate --replay bad.csv')).code).toBe(65)
  })
})
