import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem, Problems } from '../lib/problem.ts'
import { Secret } from '../lib/secret.ts'
import type { SecretRef } from './config.ts'

/** Where secrets are kept: `<dataDir>/secrets/<name>` and the environment. */
export interface SecretPlaces {
  readonly dataDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** What a proposed command must repeat to mean the same data folder, such as ` --data here`. */
  readonly repeat?: string | undefined
}

/** Reads one secret. Throws a Problem that says how to store it ('not-found') or what is unsafe ('refused'). */
export async function readSecret(ref: SecretRef, places: SecretPlaces): Promise<Secret> {
  switch (ref.kind) {
    case 'literal':
      return ref.value
    case 'env':
      return readVariable(ref.name, places.env)
    case 'file':
      return readSecretFile(ref.name, places)
  }
}

/** Reads all of them, in order. Throws Problems with every one that cannot be read. */
export async function resolveSecrets(refs: readonly SecretRef[], places: SecretPlaces): Promise<Secret[]> {
  const results = await Promise.allSettled(refs.map((ref) => readSecret(ref, places)))
  const failures = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown)
  const bug = failures.find((reason) => !(reason instanceof Problem))
  if (bug) throw bug
  const problems = failures.filter((reason) => reason instanceof Problem)
  const distinct = problems.filter(
    (one, index) => problems.findIndex((other) => other.message === one.message) === index,
  )
  if (distinct.length > 0) throw new Problems(distinct)
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
}

/** Stores a secret so that only this user can read it, replacing an earlier one at once. Throws a Problem. */
export async function writeSecret(dataDir: string, name: string, value: Secret): Promise<void> {
  const path = secretPath(dataDir, name)
  const text = withoutFinalNewline(value.reveal())
  if (text === '') throw new Problem('invalid', `the secret "${name}" is empty`, { hint: storingHint(name) })
  await mkdir(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw explainFolder(error, dataDir)
  })
  const temporary = join(dataDir, 'secrets', `~${randomUUID()}`)
  try {
    await writeThrough(temporary, text)
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}

/** The names of all stored secrets, sorted; none when the folder does not exist yet. */
export async function listSecrets(dataDir: string): Promise<string[]> {
  try {
    const entries = await readdir(join(dataDir, 'secrets'), { withFileTypes: true })
    return entries.flatMap((entry) => (entry.isFile() && isSecretName(entry.name) ? [entry.name] : [])).toSorted()
  } catch (error) {
    if (isMissing(error)) return []
    throw explainFolder(error, dataDir)
  }
}

/** Whether a text can be the name of a secret: letters, digits, ".", "_" and "-", beginning with a letter or digit. */
export function isSecretName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(name)
}

function readVariable(name: string, env: SecretPlaces['env']): Secret {
  const value = env[name]
  if (value) return new Secret(value)
  const state = value === '' ? 'is empty' : 'is not set'
  const hint = `set it where the program is started, or write secret://name and store the secret there`
  throw new Problem('not-found', `the environment variable ${name} ${state}`, { hint })
}

async function readSecretFile(name: string, places: SecretPlaces): Promise<Secret> {
  const path = secretPath(places.dataDir, name)
  await using file = await openSecretFile(path, name, places)
  const status = await file.stat()
  if (!status.isFile())
    throw new Problem('refused', `${path} is not a file`, { hint: storingHint(name, places.repeat) })
  if (status.mode & 0o077) {
    throw new Problem('refused', `other users may read the secret "${name}"`, { hint: `chmod 600 ${path}` })
  }
  const text = withoutFinalNewline(await file.readFile('utf8'))
  if (text === '')
    throw new Problem('not-found', `the secret "${name}" is empty`, { hint: storingHint(name, places.repeat) })
  return new Secret(text)
}

async function openSecretFile(path: string, name: string, { dataDir, repeat }: SecretPlaces) {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (isMissing(error)) {
      throw new Problem('not-found', `there is no secret "${name}"`, { hint: storingHint(name, repeat), cause: error })
    }
    if (isForbidden(error)) {
      const hint = `it must belong to the user who runs this program: chown it, then chmod 600 ${path}`
      throw new Problem('refused', `the secret "${name}" cannot be read`, { hint, cause: error })
    }
    throw explainFolder(error, dataDir)
  }
}

async function writeThrough(path: string, text: string): Promise<void> {
  await using file = await open(path, 'wx', 0o600)
  await file.writeFile(text)
  await file.sync()
}

function secretPath(dataDir: string, name: string): string {
  if (isSecretName(name)) return join(dataDir, 'secrets', name)
  throw new Problem('invalid', `${JSON.stringify(name)} cannot be the name of a secret`, {
    hint: 'use letters, digits, ".", "_" and "-", beginning with a letter or digit',
  })
}

function withoutFinalNewline(text: string): string {
  return text.replace(/\r?\n$/, '')
}

function storingHint(name: string, repeat = ''): string {
  return `printf '%s' THE-SECRET | mycel secret set ${name}${repeat}`
}

/** The Problem of a data folder that is none or may not be used; any other failure is given back as it is. */
function explainFolder(error: unknown, dataDir: string): unknown {
  if (isCode(error, 'ENOTDIR', 'EEXIST')) {
    const hint = 'a file is where the data folder or its folder "secrets" belongs; choose another one with --data'
    return new Problem('unavailable', `${dataDir} is not a folder`, { hint, cause: error })
  }
  if (!isForbidden(error)) return error
  const hint = 'use the user who runs Mycel, or choose a folder of yours with --data'
  return new Problem('forbidden', `this user may not use the data folder ${dataDir}`, { hint, cause: error })
}

function isMissing(error: unknown): boolean {
  return isCode(error, 'ENOENT')
}

function isForbidden(error: unknown): boolean {
  return isCode(error, 'EACCES', 'EPERM')
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
