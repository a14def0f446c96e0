import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exitCode, Problem } from '../lib/problem.ts'
import { renderManual } from './manual.ts'

const folder = join(import.meta.dirname, '../../docs/admin')

it('docs/admin/commands.md is what `npm run generate` writes', async () => {
  expect(readFileSync(join(folder, 'commands.md'), 'utf8')).toBe(await renderManual())
})

it('shows an example for every command', async () => {
  const sections = (await renderManual()).split('\n## ').slice(1)
  expect(sections.length).toBeGreaterThan(25)
  expect(sections.filter((section) => !section.includes('\nExamples:\n'))).toEqual([])
})

it('docs/admin/exit-codes.md tells the exit code of every kind of problem', () => {
  const rows = [...readFileSync(join(folder, 'exit-codes.md'), 'utf8').matchAll(/^\| (\d+) \| `([a-z-]+)` \|/gm)]
  const told = Object.fromEntries(rows.map(([, code, name = '']) => [name, Number(code)]))
  const codes = ['usage', 'invalid', 'unauthenticated', 'forbidden', 'not-found'] as const
  const more = ['conflict', 'locked', 'refused', 'upstream', 'unavailable'] as const
  const real = [...codes, ...more].map((code) => [code, exitCode(new Problem(code, 'x'))])
  expect(told).toEqual({ ...Object.fromEntries(real), bug: exitCode(new Error('x')) })
})
