import { createSeal } from '../lib/seal.ts'
import { createCapacity } from '../meetings/capacity.ts'
import { createFrontEnd, describeOrganisations } from '../meetings/front-end.ts'
import type { Gateway } from '../meetings/gateway.ts'
import { installationKey } from '../meetings/store.ts'
import { forgetRooms } from '../rooms/change-room.ts'
import { forgetOldRequests } from '../rooms/events/requests.ts'
import type { RoomParts } from '../rooms/parts.ts'

const hourMs = 3_600_000

/** Puts together what rooms work with; from then on, what is past its time is forgotten every hour. */
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
  const forget = () =>
    forgetOldRequests(rooms).catch((error: unknown) => {
      context.log.warn({ err: error }, 'old event requests could not be deleted')
    })
  await forget()
  const timer = setInterval(() => void forget(), hourMs)
  timer.unref()
  stack.defer(() => clearInterval(timer))
  return rooms
}
