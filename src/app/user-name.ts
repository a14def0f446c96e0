import { userInfo } from 'node:os'

/** Whom this computer knows us as. In a container the user may have a number only: `unknown`. */
export function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}
