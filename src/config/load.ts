import { Problem, Problems } from '../lib/problem.ts'
import type { Config } from './config.ts'
import { crossCheck } from './cross-check.ts'
import { type ReadDocument, readDocument } from './document.ts'
import { explainIssues } from './explain.ts'
import { type Check, type Finding, toProblem } from './finding.ts'
import { salvage } from './salvage.ts'
import { schema } from './schema.ts'
import { findWarnings } from './warnings.ts'

/** What a look at coop.yaml shows. `config` is there when there are no problems. */
export interface Inspection {
  readonly config?: Config
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** Reads the text of coop.yaml; `file` is the name shown in messages. Throws Problems with every mistake at once. */
export function loadConfig(file: string, text: string): Config {
  const { config, problems } = inspectConfig(file, text)
  if (!config) throw new Problems(problems)
  return config
}

/**
 * Reads the text of coop.yaml and reports problems and warnings, both in the order of the file. `checks` are those of
 * whoever knows what the sections are for. Throws nothing.
 */
export function inspectConfig(file: string, text: string, checks: readonly Check[] = []): Inspection {
  const document = readDocument(file, text)
  const { value, locate } = document
  const early = refuseNonMapping(document)
  if (early) return { problems: inFileOrder(early), warnings: [] }
  const result = schema.safeParse(value)
  const usable = result.success
    ? { config: result.data, broken: new Set<string>() }
    : salvage(value, result.error.issues)
  const findings = usable
    ? checks
        .flatMap((check) => check(usable.config))
        .filter(({ supposes }) => supposes === undefined || !usable.broken.has(supposes))
    : []
  const explain = (list: readonly Finding[]) => list.map((finding) => toProblem(finding, locate))
  const problems = [
    ...document.problems,
    ...(result.success ? [] : explainIssues(result.error.issues, value, locate)),
    ...crossCheck(value, locate),
    ...explain(findings.filter(({ kind }) => kind !== 'warning')),
  ]
  if (problems.length > 0 || !result.success) return { problems: inFileOrder(problems), warnings: [] }
  const warnings = [...findWarnings(result.data, locate), ...explain(findings.filter(({ kind }) => kind === 'warning'))]
  return { config: result.data, problems: [], warnings: inFileOrder(warnings) }
}

const beginning = 'begin with coop: { name: Example Co-op, domain: example.coop }'

function refuseNonMapping({ value, problems, locate }: ReadDocument): Problem[] | undefined {
  if (value === undefined && problems.length > 0) return [...problems]
  const refuse = (message: string) => [
    ...problems,
    new Problem('invalid', message, { hint: beginning, at: locate([]) }),
  ]
  if (value === undefined || value === null) return refuse('the file is empty')
  if (typeof value !== 'object' || Array.isArray(value)) return refuse('the file is not a group of "key: value" lines')
  return undefined
}

function inFileOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(({ at: a }, { at: b }) => {
    return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0)
  })
}
