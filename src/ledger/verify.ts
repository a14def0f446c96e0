import { canonical, hashOf, type Line } from './lines.ts'
import { isSigned } from './signature.ts'
import { type Statement, type StatementFile, statementFile, totalOf } from './statements.ts'
import { summarise } from './summary.ts'

/** What a check of a statement's file found. */
export interface Verdict {
  /** In plain words; empty when all is right. */
  readonly problems: readonly string[]
  /** The keys that signed, as they stand in the file. */
  readonly publicKeys: readonly string[]
  readonly file: StatementFile | undefined
}

/**
 * Checks the file of a statement, with nothing else at hand: its form, the chain of hashes, the signatures and the
 * arithmetic. With a public key, it must be the one that signed; else the one in the file is taken.
 */
export function verifyFile(text: string, publicKey?: string): Verdict {
  const read = statementFile.safeParse(parse(text))
  if (!read.success) {
    const [first] = read.error.issues
    const where = first && first.path.length > 0 ? ` (at ${first.path.join('.')})` : ''
    return { problems: [`This is not the JSON file of a statement${where}.`], publicKeys: [], file: undefined }
  }
  const { statements, total } = read.data
  const problems = statements.flatMap((one) => {
    const found = verifyStatement(one, publicKey ?? one.publicKey)
    return found.map((problem) => `${one.organisation}, ${one.month}: ${problem}`)
  })
  if (problems.length === 0 && canonical(total) !== canonical(totalOf(statements))) {
    problems.push('The total is not the sum of the statements.')
  }
  return { problems, publicKeys: [...new Set(statements.map((one) => one.publicKey))], file: read.data }
}

/** Whether statements of one organisation go on from each other, the oldest first: no month between them was exchanged. */
export function verifySequence(statements: readonly Statement[]): string[] {
  const ordered = statements.toSorted((a, b) => (a.month < b.month ? -1 : 1))
  return ordered.flatMap((one, i) => {
    const before = ordered[i - 1]
    if (!before || one.previous === before.head) return []
    return [
      `${one.organisation}: the statement of ${one.month} does not go on from that of ${before.month}: one of them was exchanged, or one between them is missing.`,
    ]
  })
}

function verifyStatement(one: Statement, publicKey: string): string[] {
  const broken = verifyChain(one)
  if (broken !== undefined) return [broken]
  if (!isSigned(one, publicKey, one.signature)) {
    return [
      publicKey === one.publicKey
        ? 'The signature does not fit: this was not signed by the installation whose key is in the file.'
        : 'The signature is not by the given key: another installation signed this, or somebody changed it and signed anew.',
    ]
  }
  return verifyArithmetic(one)
}

/** The first thing that is wrong with the chain: everything after it is wrong by that alone. */
function verifyChain({ organisation, month, previous, head, lines }: Statement): string | undefined {
  let last = previous
  for (const [i, { hash, ...rest }] of lines.entries()) {
    const line = rest as Line
    if (line.number !== i + 1) return `Line ${i + 1} is missing: the line in its place has the number ${line.number}.`
    if (line.organisation !== organisation || line.month !== month) {
      return `Line ${line.number} is of another statement: ${line.organisation}, ${line.month}.`
    }
    if (hashOf(last, line) !== hash) {
      return `Line ${line.number} (${describe(line)}) does not fit its hash: it was changed, or the line before it was.`
    }
    last = hash
  }
  if (lines.at(-1)?.kind !== 'close') return 'The last line is missing: a month ends with its close.'
  if (last !== head) return 'The last hash is not that of the last line: lines at the end were taken away or added.'
  return undefined
}

function verifyArithmetic({ lines }: Statement): string[] {
  const close = lines.at(-1)
  if (close?.kind !== 'close') return ['The last line is missing: a month ends with its close.']
  const computed = summarise(lines, close)
  // A part that is absent on one side only is wrong, too.
  const keys = new Set([...Object.keys(computed), ...Object.keys(close.summary)])
  const wrong = [...keys].filter(
    (key) =>
      canonical(computed[key as keyof typeof computed]) !== canonical(close.summary[key as keyof typeof computed]),
  )
  return wrong.length === 0
    ? []
    : [`The sums do not follow from the lines: ${wrong.join(', ')}. Whoever signed this computed it wrongly.`]
}

function describe(line: Line): string {
  switch (line.kind) {
    case 'minutes':
      return `room ${line.room}`
    case 'correction':
      return `a correction of ${line.of}, room ${line.room}`
    case 'lent':
      return `what ${line.to} used on ${line.server ?? 'a server'}`
    case 'recording':
      return `recordings of room ${line.room}`
    case 'close':
      return 'the sums'
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
