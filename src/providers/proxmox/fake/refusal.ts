/** What the simulated Proxmox answers when it does not do something, in Proxmox's own words. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly status: number
  readonly errors: Readonly<Record<string, string>> | undefined

  constructor(status: number, message: string, errors?: Readonly<Record<string, string>>) {
    super(message)
    this.status = status
    this.errors = errors
  }
}

/** As `die` in a method does: always 500, whatever it is about. */
export function died(message: string): Refusal {
  return new Refusal(500, message)
}

export function badParameters(errors: Readonly<Record<string, string>>): Refusal {
  return new Refusal(400, 'Parameter verification failed.', errors)
}

export function notAllowed(what: string): Refusal {
  return new Refusal(403, `Permission check failed (${what})`)
}
