import type { Position } from '../lib/problem.ts'

/** One thing that should exist. Plain data, which a pure function makes from the configuration. */
export interface Declared<Want> {
  /** Unique in its kind, and the same while all else may change, such as `web1`. After its kind it is the ref `machine/web1`. */
  readonly id: string
  readonly want: Want
  /** Refs of what must be right before, such as `pool/coop`. A ref that nobody declares holds nothing up. */
  readonly after?: readonly string[]
  /** The heading under which a plan shows it, such as `production`. */
  readonly group?: string | undefined
  /** Where the reader wrote it. */
  readonly at?: Position | undefined
}

/** What is not as it should be, in words for a person: `memory`, `8 GiB`, `16 GiB`. Never holds a secret. */
export interface Difference {
  readonly path: string
  /** Undefined when there was nothing. */
  readonly from?: string | undefined
  /** Undefined when there shall be nothing. */
  readonly to?: string | undefined
  /** `replace`: cannot be changed in place, what there is would be lost. `restart`: takes effect only after a restart. */
  readonly effect?: 'replace' | 'restart' | undefined
  /** What else the reader should know, such as `its host key changes`. */
  readonly note?: string | undefined
}

/** Something of the kind that does not bear our mark, or bears one that was copied from elsewhere. It is never touched. */
export interface Other<Have> {
  /** How people call it: `VM 1001 "web1" on kvm1`. */
  readonly name: string
  /** What it occupies, in the words of `Kind.claims`. */
  readonly claims: readonly string[]
  readonly have: Have
}

/** All there is of one kind. */
export interface World<Have> {
  /** What bears our mark, by the id in it. */
  readonly ours: ReadonlyMap<string, Have>
  readonly others: readonly Other<Have>[]
}

/** What a step may use while it runs. */
export interface Work {
  /** Aborted when somebody asks the program to end: begin no further request, wait for nothing, and throw. */
  readonly signal: AbortSignal
  /** What is being done at the moment, in a word or two: `cloning`. */
  progress(doing: string): void
  /** Something that whoever applies must read although all went well. */
  remark(text: string): void
  /** Does `work` while at most `most` in all steps together hold `what`. Whoever holds something asks for nothing else. */
  hold<Result>(what: string, most: number, work: () => Promise<Result>): Promise<Result>
}

/**
 * One kind of thing that we manage: a machine, a pool, a backup job.
 *
 * `create`, `update` and `remove` may be cut off at every request, without warning. Whatever is there then must be seen by
 * the next `read`, as ours, and `diff` must tell what it lacks; so the mark is part of the very first request that makes
 * something. Each checks with its first writing request, as far as the other side can, that the world still is what it was
 * when it was read, and throws Problem 'conflict' when not: then apply begins nothing more. What others own is never
 * written to.
 */
export interface Kind<Want, Have = Want> {
  /** As in refs, in the singular: `machine`. */
  readonly name: string
  /** As in sentences: `machines`. */
  readonly plural: string
  /** Losing one loses data: destroying or replacing it must be asked for by its name. */
  readonly precious?: boolean
  /**
   * Everything of this kind, with few requests, none of which writes. Throws when anything could not be read. `isAlone`: we
   * hold the lock, so that whatever is still being made was begun by an apply that was cut off, and is waited for.
   */
  read(signal: AbortSignal, isAlone?: boolean): Promise<World<Have>>
  /** Pure. Empty when all is as it should be. */
  diff(want: Want, have: Have): readonly Difference[]
  /** What it needs for itself alone, in words for a person: `VM id 1001`, `the name web1`. Pure. */
  claims?(want: Want): readonly string[]
  /** What it occupies, in the same words. Pure. */
  holds?(have: Have): readonly string[]
  /** The thing in a few words, shown where it is made or lost: `2 GiB, 2 cores, 10.0.1.3`. Pure. */
  describe?(want: Want): string
  /** The same of what there is. Pure. */
  describeLoss?(have: Have): string
  /** What was changed and takes effect only after a restart. Pure. */
  pending?(have: Have): readonly Difference[]
  /** Why it cannot be destroyed even when asked by name, and what to do about it. Pure. */
  guard?(have: Have): string | undefined
  create(id: string, want: Want, work: Work): Promise<void>
  update(id: string, want: Want, have: Have, work: Work): Promise<void>
  remove(id: string, have: Have, work: Work): Promise<void>
  /** Makes pending changes take effect. Whatever it interrupts comes back by itself. */
  restart?(id: string, work: Work): Promise<void>
  /** Puts our mark on what was not ours, and changes nothing else. */
  adopt?(id: string, want: Want, other: Have, work: Work): Promise<void>
}

export type Verb = 'create' | 'update' | 'replace' | 'restart' | 'delete'

/** A sentence for whoever decides, and what makes it true. */
export interface Step {
  /** `machine/web1`. */
  readonly ref: string
  readonly kind: string
  readonly verb: Verb
  readonly differences: readonly Difference[]
  /** What is made or lost, in a few words. */
  readonly about: string | undefined
  readonly group: string | undefined
  /** Refs of the steps that must have succeeded before. */
  readonly after: readonly string[]
  /** Something is lost that holds data. */
  readonly precious: boolean
  /** Why it may not be destroyed at all. */
  readonly guard: string | undefined
  run(work: Work): Promise<void>
}
