import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import { type Answer, call, type Given } from '../api/call.ts'
import type { Operations } from '../api.gen.ts'
import { notify } from '../frame/notices.tsx'

export type Change<Name extends keyof Operations> = UseMutationResult<Answer<Name>, Error, Given<Name>>

interface Following<Name extends keyof Operations> {
  /** What is said once it is done. */
  readonly said?: (answer: Answer<Name>, given: Given<Name>) => string
  readonly after?: (answer: Answer<Name>, given: Given<Name>) => void
}

/** Something that changes the world: nothing is shown as done before the server said so. */
export function useChange<Name extends keyof Operations>(
  name: Name,
  { said, after }: Following<Name> = {},
): Change<Name> {
  return useMutation({
    mutationFn: (given: Given<Name>) => call(name, given),
    onSuccess(answer, given) {
      if (said) notify(said(answer, given))
      after?.(answer, given)
    },
  })
}
