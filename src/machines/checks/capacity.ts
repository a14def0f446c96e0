import type { Config, Policy } from '../../config/config.ts'
import type { Finding } from '../../config/finding.ts'
import { capacityOf, type HostCapacity, type Load, type Use } from '../capacity.ts'
import { spellSize } from '../sizes.ts'

/** Hosts on which more is promised than there is, now or in a month to come. */
export function checkCapacity(config: Config): Finding[] {
  return capacityOf(config).hosts.flatMap((capacity) => [
    ...checkUse(capacity, 'memory', capacity.host.overcommit.memory, ({ memory }) => memory, spellSize),
    ...checkUse(capacity, 'cores', capacity.host.overcommit.cores, ({ cores }) => cores, String),
    ...capacity.host.storages.flatMap(({ id }) =>
      checkUse(capacity, `storage ${id}`, capacity.host.overcommit.disk, (load) => storageOf(load, id), spellSize),
    ),
  ])
}

/** The first month in which it does not fit any more. */
export function firstExcess({ months }: HostCapacity, pick: (load: Load) => Use): Load | undefined {
  return months.find((load) => isOver(pick(load)))
}

function storageOf({ storages }: Load, id: string): Use {
  return storages.find((one) => one.id === id) ?? { used: 0, limit: 0 }
}

function isOver({ used, limit }: Use): boolean {
  return used > limit
}

function checkUse(
  capacity: HostCapacity,
  what: string,
  policy: Policy,
  pick: (load: Load) => Use,
  spell: (amount: number) => string,
): Finding[] {
  const { host, now } = capacity
  const month = firstExcess(capacity, pick)
  const isNow = isOver(pick(now))
  if (policy === 'allow' || (!isNow && !month)) return []
  const { used, limit } = pick(month ?? now)
  const when = month?.month === undefined ? '' : ` from ${month.month} on`
  const message = `more ${what} is promised than there is${when}: ${spell(used)} of ${spell(limit)}`
  const key = what === 'memory' || what === 'cores' ? what : 'storages'
  const isRefused = isNow && policy === 'refuse'
  const allow = `overcommit: { ${key === 'storages' ? 'disk' : key}: warn }`
  const hint = isRefused
    ? `make machines smaller, or state: planned; to promise more than there is all the same: ${allow}`
    : 'see: mycel capacity'
  return [{ path: ['hosts', host.id, key], message, hint, kind: isRefused ? undefined : 'warning' }]
}
