import { describe, expect, it } from 'vitest'
import { upwardImports } from './imports.ts'
import { layoutDiffers } from './layout.ts'
import { lockfileFaults } from './lockfile.ts'
import { tooLong } from './size.ts'
import { parse } from './source.ts'
import { buildPaths, looseTypes, strayProcess } from './words.ts'

const lines = (count: number, line = 'work()') => `${line}\n`.repeat(count)

describe('imports', () => {
  it.each([
    ['src/lib/a.ts', "import { x } from '../config/load.ts'", 'lib may not import config'],
    [
      'portal/src/a.tsx',
      "import type { X } from '../../src/lib/ids.ts'",
      'the portal may not import ../../src/lib/ids.ts',
    ],
    ['portal/src/a.tsx', "import { x } from 'node:fs'", 'the portal may not import node:fs'],
    ['src/lib/a.ts', "import { readFile } from 'node:fs/promises'", 'lib is pure: no node:fs/promises'],
    ['src/protocol/a.ts', "import { x } from '../meetings/pool.ts'", 'protocol may not import meetings'],
    ['src/meetings/a.ts', "import { x } from '../links/links.ts'", 'meetings may not import links'],
    ['src/meetings/a.ts', "import type { X } from '../links/links.ts'", 'meetings may not import links'],
    ['src/meetings/a.ts', "import { x } from '../config/config.ts'", 'meetings may import only types from config'],
    [
      'src/meetings/a.ts',
      "import { type X, y } from '../config/config.ts'",
      'meetings may import only types from config',
    ],
    ['src/meetings/a.ts', "import { x } from '../providers/jitsi/client.ts'", 'meetings may not import providers'],
    ['src/meetings/a.ts', "export * from '../providers/jitsi/client.ts'", 'meetings may not import providers'],
    ['src/web/bbb/a.ts', "import { x } from '../../db/open.ts'", 'web may not import db'],
    ['src/web/bbb/a.ts', "const x = await import('../../db/open.ts')", 'web may not import db'],
    ['src/web/bbb/a.ts', "let x: import('../../db/open.ts').X", 'web may not import db'],
    ['src/cli/up.ts', "import { start } from '../app.ts'", 'cli may import app only lazily, by import()'],
    [
      'src/providers/dns/a.ts',
      "import { x } from '../../meetings/pool.ts'",
      'providers may import only types from meetings',
    ],
    ['src/meetings/a.ts', "import { x } from './testing/rig.ts'", './testing/rig.ts is for tests only'],
    ['src/meetings/a.ts', "import { x } from '../../bin/groups.ts'", '../../bin/groups.ts is outside of src/'],
    [
      'src/cellar/a.ts',
      "import { x } from '../lib/ids.ts'",
      'src/cellar has no place among the layers; give it one in test/shape/layers.ts',
    ],
  ])('%s with %s is reported', (path, text, complaint) => {
    expect(upwardImports(parse(path, `\n${text}\n`))).toEqual([`${path}:2  ${complaint}`])
  })

  it.each([
    ['src/main.ts', "import { start } from './app.ts'"],
    ['src/app.ts', "import { open } from './db/open.ts'"],
    ['src/cli/up.ts', "const { start } = await import('../app.ts')"],
    ['src/cli/servers.ts', "import { version } from '../../package.json'"],
    ['src/web/bbb/a.ts', "import { create } from '../../meetings/create.ts'"],
    ['src/meetings/a.ts', "import { type Config } from '../config/config.ts'"],
    ['src/providers/dns/a.ts', "import type { Servers } from '../../meetings/servers.ts'"],
    ['src/config/a.ts', "import { readFile } from 'node:fs/promises'"],
    ['src/lib/a.test.ts', "import { x } from '../app.ts'"],
    ['src/meetings/testing/rig.ts', "import { x } from '../../providers/jitsi/fake.ts'"],
  ])('%s with %s is allowed', (path, text) => {
    expect(upwardImports(parse(path, text))).toEqual([])
  })
})

describe('size', () => {
  it('reports a file of 251 lines and allows 250', () => {
    expect(tooLong(parse('src/a.ts', lines(251)))).toEqual(['src/a.ts:251  the file has 251 lines, 250 are allowed'])
    expect(tooLong(parse('src/a.ts', lines(250)))).toEqual([])
  })

  it('allows a test file 400 lines', () => {
    expect(tooLong(parse('src/a.test.ts', lines(400)))).toEqual([])
    expect(tooLong(parse('src/a.test.ts', lines(401)))).toHaveLength(1)
  })

  it('reports a function of 41 lines and allows 40', () => {
    const withFunction = (count: number) =>
      parse('src/a.ts', `\n/** Long. */\nfunction long() {\n${lines(count - 2)}}\n`)
    expect(tooLong(withFunction(41))).toEqual(['src/a.ts:3  the function has 41 lines, 40 are allowed'])
    expect(tooLong(withFunction(40))).toEqual([])
  })

  it('counts a named function inside another by itself', () => {
    const inner = `  function inner() {\n${lines(30)}  }\n`
    expect(tooLong(parse('src/a.ts', `function outer() {\n${inner}${lines(20)}}\n`))).toEqual([])
    const callback = `  each(() => {\n${lines(30)}  })\n`
    expect(tooLong(parse('src/a.ts', `function outer() {\n${callback}${lines(20)}}\n`))).toHaveLength(1)
  })

  it('does not count the callback of a describe in a test, and counts it elsewhere', () => {
    const suite = `describe('it', () => {\n${lines(60)}})\n`
    expect(tooLong(parse('src/a.test.ts', suite))).toEqual([])
    expect(tooLong(parse('src/a.ts', suite))).toHaveLength(1)
  })
})

describe('words', () => {
  it.each([
    ['let x: any', 'no `any`: say what it is, or `unknown`'],
    ['const x = y as any', 'no `any`: say what it is, or `unknown`'],
    ['export default 1', 'no default export: a thing has one name everywhere'],
    ['export default function f() {}', 'no default export: a thing has one name everywhere'],
    ['export { x as default }', 'no default export: a thing has one name everywhere'],
    [`// @ts-${'ignore'}`, 'a type error is mended, not silenced'],
  ])('%s is reported', (text, complaint) => {
    expect(looseTypes(parse('src/a.ts', `\n${text}`))).toEqual([`src/a.ts:2  ${complaint}`])
  })

  it('leaves the word any in sentences alone', () => {
    expect(looseTypes(parse('src/a.ts', "// any of these\nconst any = 'any'\nexport { any }"))).toEqual([])
  })

  it.each([
    ['process.exit(1)', 'process.exit'],
    ["process['env'].HOME", 'process.env'],
    ["process.on('SIGINT', stop)", 'process.on'],
    ['globalThis.process.argv', 'process.argv'],
    ['const { env } = process', 'process as a whole'],
    ["import { argv } from 'node:process'", 'node:process'],
  ])('%s is reported outside of src/main.ts', (text, what) => {
    expect(strayProcess(parse('src/cli/up.ts', text))).toEqual([`src/cli/up.ts:1  only src/main.ts touches ${what}`])
    expect(strayProcess(parse('src/main.ts', text))).toEqual([])
  })

  it('allows what only measures the process', () => {
    expect(strayProcess(parse('src/a.ts', 'process.hrtime.bigint(); process.memoryUsage(); process.pid'))).toEqual([])
  })

  it.each(['work', 'root'])('a path below /%s is reported', (folder) => {
    expect(buildPaths('docs/a.md', `fine\nsee /${folder}/x`)).toEqual(['docs/a.md:2  a path of the build machine'])
    expect(buildPaths('docs/a.md', `https://example.coop/${folder}/x and some/${folder}/x`)).toEqual([])
  })
})

describe('the layout in docs/architecture.md', () => {
  const fence = '```'
  const document = `${fence}\nbin/        scripts\nsrc/\n  web/      skins\n    bbb/    the API\n  notes/    (planned) minutes\n${fence}\n`

  it('agrees with the folders that it draws', () => {
    expect(layoutDiffers(document, ['bin', 'src', 'src/web', 'src/web/bbb'])).toEqual([])
  })

  it('is reported when a folder is not drawn', () => {
    expect(layoutDiffers(document, ['bin', 'src', 'src/web', 'src/web/bbb', 'src/lib'])).toEqual([
      'src/lib/  has no line in docs/architecture.md',
    ])
  })

  it('is reported when it draws what is not there, or plans what is', () => {
    expect(layoutDiffers(document, ['bin', 'src', 'src/web', 'src/notes'])).toEqual([
      'docs/architecture.md:5  src/web/bbb/ does not exist',
      'docs/architecture.md:6  src/notes/ exists: it is not "(planned)" any more',
    ])
  })
})

describe('the lockfile', () => {
  it('is reported for a download address', () => {
    const text = '{"packages": {\n"node_modules/a": {"resolved": "somewhere"}}}'
    expect(lockfileFaults(text)).toEqual(['package-lock.json:2  a download address'])
  })

  it('is reported for a platform that it leaves out', () => {
    const text = JSON.stringify({ packages: { 'node_modules/a': { optionalDependencies: { 'a-linux': '1.0.0' } } } })
    expect(lockfileFaults(text)).toEqual([
      'package-lock.json  node_modules/a needs a-linux, which is not there, so npm ci refuses',
    ])
  })
})
