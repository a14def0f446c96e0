import type { Config } from '../config/config.ts'
import { type Brands, createBrands, type PictureSource } from '../meetings/brands.ts'
import type { Context } from '../meetings/context.ts'
import { createGuard } from '../providers/outbound/guard.ts'
import { createPictureSource } from '../providers/outbound/pictures.ts'

/** Puts together how organisations show themselves, and fetches their logos; `stack` ends it. */
export function openBrands(
  { network }: Config,
  context: Context,
  given: PictureSource | undefined,
  stack: AsyncDisposableStack,
): Brands {
  const { log, organisations } = context
  const open = () => createPictureSource({ guard: createGuard({ allow: network.outbound_allow, log }) })
  const source = given ?? stack.use(open())
  const brands = createBrands(context, source)
  for (const { id } of organisations.list()) brands.of(id)
  return brands
}
