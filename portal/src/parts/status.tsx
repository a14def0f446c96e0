import type { ReactNode } from 'react'

export type Tone = 'good' | 'wait' | 'bad' | 'quiet'

/** A state in words, with a dot whose form differs too, for whoever does not tell colours apart. */
export function Status({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={`status status-${tone}`}>{children}</span>
}

export interface Fact {
  readonly name: string
  readonly value: ReactNode
  /** A word on it, in small. */
  readonly note?: ReactNode
}

/** A few numbers that matter. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {note !== undefined && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Small pairs of a name and what it is. */
export function Details({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="details">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
