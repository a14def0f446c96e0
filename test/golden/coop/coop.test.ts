import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inspectText } from '../../../src/cli/coop-file.ts'
import { renderProblems } from '../../../src/lib/report.ts'

const cases = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.yaml'))

/** The first line of each file says where its mistakes are: `# 12:7 14:3 two machines with one number`. */
function placesIn(text: string): string[] {
  return [...(text.split('\n')[0] ?? '').matchAll(/\b\d+:\d+\b/g)].map(([place]) => place)
}

describe('what a newcomer reads about a broken description of machines', () => {
  test('there are at least forty', () => {
    expect(cases.length).toBeGreaterThanOrEqual(40)
  })

  test.each(cases)('%s', async (name) => {
    const text = readFileSync(join(import.meta.dirname, name), 'utf8')
    const { problems } = inspectText('coop.yaml', text)
    const rendered = `${renderProblems(problems, 'Nothing was changed.')}\n`
    await expect(rendered).toMatchFileSnapshot(join(import.meta.dirname, `${basename(name, '.yaml')}.txt`))
    expect(problems.map(({ at }) => `${at?.line}:${at?.column}`)).toEqual(placesIn(text))
    expect(problems.filter(({ hint }) => !hint)).toEqual([])
  })
})
