import { z } from 'zod'
import { Problem } from '../../../lib/problem.ts'
import type { Watch } from '../../../reconcile/watch.ts'
import type { Installation } from '../../installation.ts'
import { type Api, failures } from '../api.ts'
import { looks, viewLooks } from './looks-view.ts'
import { driftList, plan, viewPlan } from './plan-view.ts'

const tags = ['machines']

/** The last plan and what drifted. Who may: whoever sees the installation; whoever manages it may look anew. */
export function servePlans(api: Api, { machines }: Installation): void {
  serveLook(api, machines)
  api.get(
    '/plan',
    {
      schema: {
        summary: 'What mycel apply would do, as of the last look; null when nobody has looked from here',
        tags,
        response: { 200: z.object({ plan: plan.nullable(), looks }), ...failures },
      },
    },
    async () => ({ plan: (await lastSeen(machines)) ?? null, looks: viewLooks(machines) }),
  )
  api.get(
    '/drift',
    {
      schema: {
        summary: 'What others changed, or what nobody here has applied, as of the last look',
        tags,
        response: { 200: driftList, ...failures },
      },
    },
    async () => {
      const seen = await lastSeen(machines)
      return { at: seen?.at ?? null, drift: (seen?.steps ?? []).filter(({ cause }) => cause !== 'file') }
    },
  )
}

function serveLook(api: Api, machines: Watch): void {
  api.post(
    '/plan',
    {
      schema: {
        summary: 'Look at the world now. It changes nothing there',
        tags,
        response: { 200: z.object({ plan }), ...failures },
      },
    },
    async ({ signal }) => {
      await machines.look(signal)
      const seen = await lastSeen(machines)
      if (seen) return { plan: seen }
      throw new Problem('unavailable', 'what was seen could not be kept')
    },
  )
}

async function lastSeen({ history }: Watch) {
  const [look, applies] = await Promise.all([history.lastLook(), history.list()])
  return look && viewPlan(look, applies)
}
