import { useState } from 'react'
import { fieldProblem } from '../api/problem.ts'

type Named<Values, Kind> = { [Name in keyof Values]: Values[Name] extends Kind ? Name : never }[keyof Values] & string

export interface Fields<Values> {
  readonly values: Values
  put(part: Partial<Values>): void
  /** What a text field needs; `path` is how the API calls it when that differs. */
  text(name: Named<Values, string>, path?: string): TextField
  check(name: Named<Values, boolean>): CheckField
}

interface TextField {
  readonly value: string
  readonly error: string | undefined
  onChange(event: { readonly currentTarget: { readonly value: string } }): void
}

interface CheckField {
  readonly checked: boolean
  onChange(event: { readonly currentTarget: { readonly checked: boolean } }): void
}

/** What is typed into a form, and what the API said against it. */
export function useFields<Values extends object>(first: Values | (() => Values), error?: unknown): Fields<Values> {
  const [values, set] = useState(first)
  const put = (part: Partial<Values>) => set((before) => ({ ...before, ...part }))
  return {
    values,
    put,
    text: (name, path = name) => ({
      value: values[name] as string,
      error: fieldProblem(error, path),
      onChange: ({ currentTarget: { value } }) => put({ [name]: value } as unknown as Partial<Values>),
    }),
    check: (name) => ({
      checked: values[name] as boolean,
      onChange: ({ currentTarget: { checked } }) => put({ [name]: checked } as unknown as Partial<Values>),
    }),
  }
}
