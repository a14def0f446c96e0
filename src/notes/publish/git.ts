import { execFile } from 'node:child_process'
import { relative } from 'node:path'
import { promisify } from 'node:util'
import { Problem } from '../../lib/problem.ts'

const run = promisify(execFile)

/** Throws Problem 'refused' when the folder is in no git repository. */
export async function requireRepository(folder: string): Promise<void> {
  await git(folder, 'rev-parse', '--is-inside-work-tree')
}

/**
 * Commits these files of a folder, and nothing else that is changed there; gives the commit's short name, or undefined when
 * they were committed already. Nothing is pushed: what is pushed cannot be taken back. Throws Problem 'refused' when git will
 * not.
 */
export async function commitFiles(
  folder: string,
  files: readonly string[],
  message: string,
): Promise<string | undefined> {
  const paths = files.map((file) => relative(folder, file))
  await git(folder, 'add', '--', ...paths)
  const staged = await git(folder, 'diff', '--cached', '--name-only', '--', ...paths)
  if (staged === '') return undefined
  await git(folder, 'commit', '--quiet', '--message', message, '--only', '--', ...paths)
  return await git(folder, 'rev-parse', '--short', 'HEAD')
}

async function git(folder: string, ...words: string[]): Promise<string> {
  try {
    return (await run('git', ['-C', folder, ...words])).stdout.trim()
  } catch (cause) {
    throw explain(folder, words, cause)
  }
}

function explain(folder: string, words: readonly string[], cause: unknown): Problem {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  if (isMissing) return new Problem('unavailable', 'git is not installed here', { cause })
  if (words.includes('--is-inside-work-tree')) {
    return new Problem('refused', `${folder} is in no git repository`, { hint: 'leave --commit away', cause })
  }
  const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim().split('\n')[0] : ''
  return new Problem('refused', `git ${words[0]} failed: ${said}`, {
    hint: 'the files are written; commit them by hand',
    cause,
  })
}
