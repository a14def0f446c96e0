import type { Config } from '../config/config.ts'
import type { Finding } from '../config/finding.ts'
import { checkAddresses } from './checks/addresses.ts'
import { checkEnvironments } from './checks/environments.ts'
import { checkIdentifiers } from './checks/identifiers.ts'
import { checkNumbers } from './checks/numbers.ts'
import { checkResources } from './checks/resources.ts'
import { checkServices } from './checks/services.ts'
import { checkZones } from './checks/zones.ts'

/**
 * All that contradicts itself in what the file says of environments, hosts, machines, services, addresses and zones: each id,
 * name and address has one owner, lies where it belongs, and what a machine needs is there. Pure; throws nothing.
 */
export function findConflicts(config: Config): readonly Finding[] {
  return [
    ...checkEnvironments(config),
    ...checkNumbers(config),
    ...checkAddresses(config),
    ...checkIdentifiers(config),
    ...checkResources(config),
    ...checkServices(config),
    ...checkZones(config),
  ]
}
