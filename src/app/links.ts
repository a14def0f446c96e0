import { resolve } from 'node:path'
import type { Config, LinkSourceConfig } from '../config/config.ts'
import type { Secret } from '../lib/secret.ts'
import { type Links, openLinks } from '../links/open.ts'
import type { SourceOptions } from '../links/sources/source.ts'
import type { Context } from '../meetings/context.ts'
import { fileOrigin } from '../providers/link-sources/file.ts'
import { urlOrigin } from '../providers/link-sources/url.ts'
import { createGuard } from '../providers/outbound/guard.ts'
import { createProber } from '../providers/outbound/probe.ts'

export interface LinkSurroundings {
  /** From which files that coop.yaml names are seen; default: the present one. */
  readonly folder?: string | undefined
  readonly tokens: ReadonlyMap<string, Secret> | undefined
  /** Where others reach us, without a trailing slash. */
  readonly url: () => string
  /** Milliseconds between two questions to the same host, when links are checked. */
  readonly linkPauseMs?: number | undefined
}

/** Puts together what links work with; `stack` ends it. */
export async function openShortLinks(
  { links, meetings, network, web }: Config,
  { database, clock, log }: Context,
  { folder = '.', tokens = new Map(), url, linkPauseMs }: LinkSurroundings,
  stack: AsyncDisposableStack,
): Promise<Links> {
  const { hosts, former_hosts: former, visibility } = links
  const toSource = (one: LinkSourceConfig): SourceOptions => ({
    origin: one.kind === 'file' ? fileOrigin(resolve(folder, one.file), one.file) : stack.use(toUrlOrigin(one, tokens)),
    visibility: one.visibility ?? visibility,
  })
  const own = web.url === undefined ? [] : [new URL(web.url).hostname]
  const [host] = hosts
  return await openLinks(
    {
      database,
      clock,
      log,
      settings: {
        hosts,
        known: [...hosts, ...former],
        pathHosts: own,
        organisation: links.organisation ?? meetings.organisations[0]?.id,
        visibility,
        portalWins: links.precedence === 'portal',
      },
      statistics: links.statistics,
      sources: links.sources.map(toSource),
      prober: stack.use(createProber({ guard: createGuard({ allow: network.outbound_allow, log }) })),
      checkPauseMs: linkPauseMs,
      address: (keyword) => {
        const name = encodeURIComponent(keyword)
        return host === undefined ? `${url()}/l/${name}` : `${schemeOf(url())}//${host}/${name}`
      },
    },
    stack,
  )
}

function toUrlOrigin({ url, every }: LinkSourceConfig & { kind: 'url' }, tokens: ReadonlyMap<string, Secret>) {
  return urlOrigin({ url, everyMs: every * 1000, token: tokens.get(url) })
}

/** The links' host is behind the same proxy as the program itself. */
function schemeOf(url: string): string {
  return new URL(url).protocol
}
