import type { Problem } from './problem.ts'

/** One problem as `place  path: message`, with its hint on the next line under the path. No colours, no final newline. */
export function renderProblem(problem: Problem, placeWidth = 0): string {
  const place = placeOf(problem)
  const indent = place === '' ? '' : place.padEnd(placeWidth) + '  '
  const line = `${indent}${problem.path ? `${problem.path}: ` : ''}${problem.message}`
  if (!problem.hint) return line
  return `${line}\n${' '.repeat(indent.length || 2)}${problem.hint}`
}

/** Problems with their places aligned, then their number and `lastLine`: the state the world is in now. */
export function renderProblems(problems: readonly Problem[], lastLine: string): string {
  const width = Math.max(0, ...problems.map((problem) => placeOf(problem).length))
  const count = problems.length === 1 ? '1 problem.' : `${problems.length} problems.`
  return [...problems.map((problem) => renderProblem(problem, width)), `${count} ${lastLine}`].join('\n')
}

function placeOf({ at }: Problem): string {
  return at ? `${at.file}:${at.line}:${at.column}` : ''
}
