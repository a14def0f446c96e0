// Exits 0 when node_modules already holds what package-lock.json asks for, such as after `npm install <package>`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly optional?: boolean
}

const root = join(import.meta.dirname, '..')
const wanted = packages('package-lock.json')
const present = packages('node_modules/.package-lock.json')
const missing = Object.entries(wanted).filter(
  ([path, { version, integrity, optional }]) =>
    path !== '' &&
    !(optional && present[path] === undefined) &&
    (present[path]?.version !== version || present[path]?.integrity !== integrity),
)
process.exitCode = missing.length === 0 ? 0 : 1

function packages(file: string): Record<string, Locked> {
  return JSON.parse(readFileSync(join(root, file), 'utf8')).packages
}
