import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inspectText } from '../../../src/cli/coop-file.ts'
import { desiredMachines } from '../../../src/machines/desired.ts'

const docs = join(import.meta.dirname, '../../../docs/admin')

/** The YAML that a page shows, in its order. */
function yamlIn(page: string): string[] {
  return [...readFileSync(join(docs, page), 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)
}

test('the first file of the manual works as it stands there', () => {
  const [first = ''] = yamlIn('coop-file.md')
  const { config, problems, warnings } = inspectText('coop.yaml', first)
  expect([problems, warnings]).toEqual([[], []])
  expect(config && desiredMachines(config)).toMatchObject([
    { name: 'web1.example.coop', vmid: 1001, backup: 'nightly' },
  ])
})

test.each(['coop-file.md', 'machines.md', 'roadmap.md'])('no key that %s shows is unknown', (page) => {
  for (const text of yamlIn(page)) {
    const { problems } = inspectText('coop.yaml', text)
    expect(
      problems.filter(({ message }) => message.startsWith('there is no key') || message.includes('cannot be')),
    ).toEqual([])
  }
})
