import { z } from 'zod'
import { Problem } from '../../../lib/problem.ts'
import type { Installation } from '../../installation.ts'
import { type Api, failures } from '../api.ts'
import { driftList, plan, viewPlan } from './plan-view.ts'

const tags = ['machines']

/** The last plan and what drifted. Who may: whoever sees the installation; whoever manages it may look anew. */
export function servePlans(api: Api, { machines }: Installation): void {
  const read = async () => {
    const [look, applies] = await Promise.all([machines.history.lastLook(), machines.history.list()])
    return look && viewPlan(look, applies)
  }
  api.get(
    '/plan',
    {
      schema: {
        summary: 'What mycel apply would do, as of the last look; null when nobody has looked from here',
        tags,
        response: { 200: z.object({ plan: plan.nullable() }), ...failures },
      },
    },
    async () => ({ plan: (await read()) ?? null }),
  )
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
      const seen = await read()
      if (seen) return { plan: seen }
      throw new Problem('unavailable', 'what was seen could not be kept')
    },
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
      const seen = await read()
      return { at: seen?.at ?? null, drift: (seen?.steps ?? []).filter(({ cause }) => cause !== 'file') }
    },
  )
}
