import { expect, test } from 'vitest'
import { createLog } from './log.ts'
import type { Terminal } from './terminal.ts'

test.each([
  ['people', true],
  ['programs', false],
])('a query that failed tells %s nothing of what it was to write', (_, isTTY) => {
  const lines: string[] = []
  const out = { write: (line: string) => void lines.push(line), isTTY, columns: 80 }
  const values = {
    params: ['s3cret'],
    detail: 'Failing row contains (s3cret).',
    where: 's3cret',
    internalQuery: 's3cret',
  }
  const failed = Object.assign(new Error('duplicate key'), values, { code: '23505', constraint: 'servers_pkey' })
  createLog({ out, env: {} } as unknown as Terminal).error({ err: failed }, 'a request met a bug')
  expect(lines.join('')).toContain('servers_pkey')
  expect(lines.join('')).not.toContain('s3cret')
})
