import type { PeopleParts } from './people.ts'
import { type ServiceAccount, toServiceAccount } from './service-accounts.ts'

/** What somebody should look after. */
export interface ServiceAlarm {
  readonly account: ServiceAccount
  /** It has not succeeded within its period, counted from its last success or from when it was made. */
  readonly isOverdue: boolean
  /** Owners who cannot sign in, by id. */
  readonly ownersGone: readonly string[]
}

/** The state of every service account, or of those of one organisation, by name. */
export async function readServiceStates(
  { database, clock }: PeopleParts,
  organisation?: string,
): Promise<ServiceAlarm[]> {
  const now = clock.now()
  const rows = await database.read((db) => {
    const all = db.selectFrom('service_accounts').selectAll().orderBy('organisation').orderBy('name')
    return (organisation === undefined ? all : all.where('organisation', '=', organisation)).execute()
  })
  const owners = [...new Set(rows.flatMap((row) => row.owners))]
  const people =
    owners.length === 0
      ? []
      : await database.read((db) =>
          db
            .selectFrom('people')
            .select(['id', 'organisation'])
            .where('id', 'in', owners)
            .where('status', '=', 'active')
            .execute(),
        )
  const present = new Set(people.map((one) => `${one.organisation} ${one.id}`))
  return rows.map((row) => {
    const account = toServiceAccount(row)
    const { expectsEvery, lastSuccessAt, createdAt } = account
    return {
      account,
      isOverdue: expectsEvery !== undefined && now - (lastSuccessAt ?? createdAt) > expectsEvery,
      ownersGone: account.owners.filter((id) => !present.has(`${account.organisation} ${id}`)),
    }
  })
}

/** Whether somebody should look after it. */
export function isAlarming({ isOverdue, ownersGone }: ServiceAlarm): boolean {
  return isOverdue || ownersGone.length > 0
}

export interface AlarmWatch {
  /** Looks once, and tells the log of every alarm that is new or over. */
  look(): Promise<void>
}

/** Watches the service accounts; each alarm is told once when it begins and once when it is over. */
export function watchServiceAccounts(
  parts: PeopleParts,
  log: { info(details: object, message: string): void; warn(details: object, message: string): void },
): AlarmWatch {
  let before = new Map<string, string>()
  return {
    async look() {
      const after = new Map<string, string>()
      for (const state of await readServiceStates(parts)) {
        const { id, organisation, name } = state.account
        const details = { organisation, service: name }
        const kind = [state.isOverdue && 'overdue', state.ownersGone.length > 0 && 'owner'].filter(Boolean).join(' ')
        if (kind !== '') after.set(id, kind)
        if (kind !== '' && before.get(id) !== kind)
          log.warn({ ...details, ...reasons(state) }, 'a service account needs somebody')
        if (kind === '' && before.has(id)) log.info(details, 'a service account is well again')
      }
      before = after
    },
  }
}

function reasons({ isOverdue, ownersGone, account }: ServiceAlarm) {
  return {
    ...(isOverdue && { overdue: true, lastSuccessAt: account.lastSuccessAt ?? null }),
    ...(ownersGone.length > 0 && { ownersGone }),
  }
}
