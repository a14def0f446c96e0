import { describe, expect, it } from 'vitest'
import { loadConfig } from '../src/config/load.ts'
import { upwardImports } from './shape/imports.ts'
import { layoutDiffers } from './shape/layout.ts'
import { lockfileFaults } from './shape/lockfile.ts'
import { tooLong } from './shape/size.ts'
import { parse } from './shape/source.ts'
import { files, folders, mainFolders, read } from './shape/tree.ts'
import { buildPaths, looseTypes, strayProcess } from './shape/words.ts'

const all = files()
const sources = all
  .filter((path) => /^(src|portal\/src|test|bench|bin)\/.*\.tsx?$/.test(path))
  .map((path) => parse(path, read(path)))

describe('the shape of the repository', () => {
  it('is read at all', () => {
    expect(sources.map(({ path }) => path)).toContain('src/lib/problem.ts')
  })

  it('has imports that go only downward', () => {
    expect(sources.flatMap(upwardImports)).toEqual([])
  })

  it('has short files and short functions', () => {
    expect(sources.filter(({ path }) => !/^(bin|bench)\//.test(path)).flatMap(tooLong)).toEqual([])
  })

  it('has no any, no default export and no silenced type error', () => {
    expect(sources.flatMap(looseTypes)).toEqual([])
  })

  it('touches arguments, environment, streams and exit in src/main.ts alone', () => {
    expect(sources.flatMap(strayProcess)).toEqual([])
  })

  it('is drawn in docs/architecture.md', () => {
    expect(layoutDiffers(read('docs/architecture.md'), mainFolders(), folders())).toEqual([])
  })

  it('has a lockfile that installs anywhere', () => {
    expect(lockfileFaults(read('package-lock.json'))).toEqual([])
  })

  it('names no path of a build machine', () => {
    expect(all.flatMap((path) => buildPaths(path, read(path)))).toEqual([])
  })
})

describe('the examples', () => {
  const examples = all.filter((path) => /^examples\/.*\bcoop\.yaml$/.test(path))

  it('are there', () => {
    expect(examples).toContain('examples/one-machine/coop.yaml')
  })

  it.each(examples)('%s is a valid coop.yaml', (path) => {
    expect(loadConfig(path, read(path)).coop.name).toBeTruthy()
  })
})
