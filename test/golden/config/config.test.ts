import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inspectConfig } from '../../../src/config/load.ts'
import { renderProblems } from '../../../src/lib/report.ts'

const cases = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.yaml'))

describe('what a newcomer reads about a broken coop.yaml', () => {
  test.each(cases)('%s', async (name) => {
    const rendered = inspectAndRender(readFileSync(join(import.meta.dirname, name), 'utf8'))
    await expect(rendered).toMatchFileSnapshot(join(import.meta.dirname, `${basename(name, '.yaml')}.txt`))
  })

  test('no message repeats a secret', () => {
    const texts = cases.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
    expect(texts.filter((text) => text.includes('swordfish')).length).toBeGreaterThan(3)
    expect(texts.map(inspectAndRender).join('\n')).not.toContain('swordfish')
  })
})

function inspectAndRender(text: string): string {
  const { problems, warnings } = inspectConfig('coop.yaml', text)
  const lastLine = problems.length > 0 ? 'Nothing was changed.' : 'These are warnings.'
  return `${renderProblems([...problems, ...warnings], lastLine)}\n`
}
