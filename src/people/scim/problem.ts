import { type Code, Problem } from '../../lib/problem.ts'

/** The kinds of mistakes that RFC 7644 names, section 3.12. */
export type ScimType =
  | 'invalidFilter'
  | 'invalidPath'
  | 'invalidSyntax'
  | 'invalidValue'
  | 'mutability'
  | 'noTarget'
  | 'uniqueness'

/** A request that SCIM refuses in its own words. */
export class ScimProblem extends Problem {
  readonly scimType: ScimType

  constructor(scimType: ScimType, message: string, code: Code = 'usage') {
    super(code, message)
    this.scimType = scimType
  }
}
