import { describe, expect, test } from 'vitest'
import { allows, grantOf, observer, operator } from './rights.ts'

const parents: Readonly<Record<string, string>> = { moodle: 'school', school: 'federation' }
const lineage = (id: string): string[] => [id, ...(parents[id] ? lineage(parents[id]) : [])]
const may = (grants: Parameters<typeof allows>[0], right: Parameters<typeof allows>[1], organisation?: string) =>
  allows(grants, right, organisation, lineage)

describe('an administrator', () => {
  const grants = [grantOf('admin', 'school')]

  test('looks after their organisation and those below it', () => {
    expect(may(grants, 'people.manage', 'school')).toBe(true)
    expect(may(grants, 'people.see', 'moodle')).toBe(true)
  })

  test('has no say above, beside, or over the installation', () => {
    expect(may(grants, 'organisation.see', 'federation')).toBe(false)
    expect(may(grants, 'organisation.see', 'other')).toBe(false)
    expect(may(grants, 'installation.see')).toBe(false)
  })
})

test('a member sees their organisation and has rooms, and no more', () => {
  const grants = [grantOf('member', 'school')]
  expect(may(grants, 'rooms.own', 'school')).toBe(true)
  expect(may(grants, 'people.list', 'school')).toBe(false)
  expect(may(grants, 'rooms.own', 'other')).toBe(false)
})

test('the operator manages everything, and does not see who the members are', () => {
  expect(may([operator], 'people.manage', 'school')).toBe(true)
  expect(may([operator], 'installation.manage')).toBe(true)
  expect(may([operator], 'people.see', 'school')).toBe(false)
})

test('an observer changes nothing and sees no accounts', () => {
  expect(may([observer], 'installation.see')).toBe(true)
  expect(may([observer], 'people.list', 'school')).toBe(false)
  expect(may([observer], 'organisation.manage', 'school')).toBe(false)
})

test('a right in an organisation is none in the installation', () => {
  expect(may([grantOf('admin', 'school')], 'audit.see')).toBe(false)
  expect(may([grantOf('admin', 'school')], 'self')).toBe(true)
})
