import { createSeal } from '../lib/seal.ts'
import { createCapacity } from '../meetings/capacity.ts'
import { createFrontEnd, describeOrganisations } from '../meetings/front-end.ts'
import type { Gateway } from '../meetings/gateway.ts'
import { installationKey } from '../meetings/store.ts'
import { forgetRooms } from '../rooms/change-room.ts'
import type { RoomParts } from '../rooms/parts.ts'

/** Puts together what rooms work with. */
export async function openRooms(gateway: Gateway, url: () => string, stack: AsyncDisposableStack): Promise<RoomParts> {
  const { context } = gateway
  const { database, clock } = context
  const rooms: RoomParts = {
    database,
    clock,
    meetings: createFrontEnd(gateway),
    organisations: describeOrganisations(context),
    capacity: createCapacity(context),
    seal: createSeal(await installationKey(database), 'room pass 1'),
    address: (name) => `${url()}/r/${name}`,
    formAddress: (organisation) => `${url()}/events/${organisation}`,
  }
  stack.defer(context.bus.on('organisationRemoved', (id) => forgetRooms(rooms, id)))
  return rooms
}
