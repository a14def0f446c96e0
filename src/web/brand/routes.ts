import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Brand, Brands } from '../../meetings/brands.ts'
import { brandStyle } from '../pages/colours.ts'
import type { BrandView } from '../pages/layout.ts'
import { addSecurityHeaders } from '../security-headers.ts'

/**
 * Serves what organisations show themselves with: their logo, and our pages in their colour. Who may see it: everybody, as
 * the pages on which it stands.
 */
export function serveBrands(app: FastifyInstance, brands: Brands): void {
  addSecurityHeaders(app)
  app.get('/brand/:organisation/logo', async (request, reply) => {
    const logo = await brands.logo(organisationIn(request))
    if (!logo) return reply.code(404).send()
    return (
      reply
        .type(logo.type)
        .header('cache-control', keptFor(request))
        // An SVG may hold scripts: opened by itself it may run none, nor be anything of ours.
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        .send(logo.bytes)
    )
  })
  app.get('/brand/:organisation/style.css', async (request, reply) => {
    const colour = brands.of(organisationIn(request))?.colour
    if (colour === undefined) return reply.code(404).send()
    return reply.type('text/css; charset=utf-8').header('cache-control', keptFor(request)).send(brandStyle(colour))
  })
}

/** How pages bear a brand; undefined for nobody's. */
export function brandView(brand: Brand | undefined): BrandView | undefined {
  if (!brand) return undefined
  const here = `/brand/${encodeURIComponent(brand.organisation)}`
  return {
    name: brand.name,
    logo: brand.logo === undefined ? undefined : `${here}/logo?v=${brand.logo}`,
    style: brand.colour === undefined ? undefined : `${here}/style.css?v=${versionOf(brand.colour)}`,
  }
}

/** Of the form of the sheet too: a newer program may draw otherwise. */
function versionOf(colour: string): string {
  return createHash('sha256').update(brandStyle(colour)).digest('hex').slice(0, 12)
}

function organisationIn({ params }: FastifyRequest): string {
  return (params as { organisation: string }).organisation
}

/** An address that names a version shows the same for good. */
function keptFor({ query }: FastifyRequest): string {
  const isNamed = Object.hasOwn(query as object, 'v')
  return isNamed ? 'public, max-age=31536000, immutable' : 'public, max-age=300'
}
