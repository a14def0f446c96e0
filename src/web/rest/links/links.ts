import { z } from 'zod'
import { addLink, changeLink, forgetLink, requireLink, retireLink } from '../../../links/change-link.ts'
import { readCounts } from '../../../links/counts.ts'
import { readHistory } from '../../../links/history.ts'
import { foldKeyword } from '../../../links/keyword.ts'
import type { Link } from '../../../links/link.ts'
import type { Links } from '../../../links/open.ts'
import type { Caller } from '../../caller.ts'
import type { Installation } from '../../installation.ts'
import { type Api, failures, nothing, toIso } from '../api.ts'
import { moment } from '../fields.ts'
import { config, needs, requireOwn } from './access.ts'
import { linkChange, linkParams, linkRequest, linkView, retirement, toLinkViews } from './view.ts'

const tags = ['links']

/**
 * Short links. Who may call: people of the organisation that looks after them for what they own or nobody does,
 * administrators (`links.manage`) for all.
 */
export function serveLinks(api: Api, { links }: Installation): void {
  serveList(api, links)
  serveDetails(api, links)
  serveCreation(api, links)
  serveChanges(api, links)
  serveEnds(api, links)
}

async function view(links: Links, link: Link, caller: Caller) {
  const [one] = await toLinkViews(links, [link], caller)
  if (!one) throw new Error('one link has one view')
  return one
}

const page = z.strictObject({
  q: z.string().max(200).optional().describe('Only those that have this in keyword, note or destination.'),
  after: z.string().max(200).optional().describe('Only those after this keyword.'),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
})

const list = z.object({
  links: z.array(linkView).describe('In the order of their keywords.'),
  total: z.int().describe('How many there are of these, before `limit` is taken into account.'),
})

function serveList(api: Api, links: Links): void {
  api.get(
    '/links',
    {
      config,
      onRequest: needs(links, 'links.see'),
      schema: { summary: 'Links, a page at a time', tags, querystring: page, response: { 200: list, ...failures } },
    },
    async ({ query: { q = '', after = '', limit }, caller }) => {
      const wanted = q.trim().toLowerCase()
      const found = links.live.table
        .all()
        .filter(
          ({ keyword, note, destination }) =>
            keyword > after && `${keyword} ${note} ${destination}`.toLowerCase().includes(wanted),
        )
      return { links: await toLinkViews(links, found.slice(0, limit), caller), total: found.length }
    },
  )
}

const change = z.object({
  at: moment,
  actor: z.string().describe('Who did it; source:NAME when a table changed.'),
  source: z.string(),
  before: z.string().nullable().describe('Where it led; empty: retired; null: it was not there.'),
  after: z.string().nullable(),
})

const details = linkView
  .extend({
    history: z.array(change).describe('What became of it, latest first.'),
    counts: z.array(z.object({ period: z.string().describe('A month or a day, UTC.'), count: z.int() })),
  })
  .meta({ id: 'LinkDetails' })

function serveDetails(api: Api, links: Links): void {
  api.get(
    '/links/:keyword',
    {
      config,
      onRequest: needs(links, 'links.see'),
      schema: {
        summary: 'One link, with what became of it and how often it was followed',
        tags,
        params: linkParams,
        response: { 200: details, ...failures },
      },
    },
    async ({ params, caller }) => {
      const link = requireLink(links, params.keyword)
      const history = await readHistory(links.database, link.keyword)
      return {
        ...(await view(links, link, caller)),
        history: history.map(({ at, actor, source, before = null, after = null }) => {
          return { at: toIso(at), actor, source, before, after }
        }),
        counts: await readCounts(links.database, link.keyword),
      }
    },
  )
}

function serveCreation(api: Api, links: Links): void {
  api.post(
    '/links',
    {
      config,
      onRequest: needs(links, 'links.own'),
      schema: { summary: 'Add a link', tags, body: linkRequest, response: { 201: linkView, ...failures } },
    },
    async ({ body: { keyword, replace, ...said }, caller, actor }, reply) => {
      if (replace && links.live.table.find(foldKeyword(keyword))) requireOwn(links, keyword, caller)
      const person = caller.signedIn?.person
      const self = person?.organisation === links.settings.organisation ? person?.id : undefined
      const link = await addLink(links, keyword, { owner: self, ...said }, actor, replace)
      return await reply.code(201).send(await view(links, link, caller))
    },
  )
}

function serveChanges(api: Api, links: Links): void {
  api.patch(
    '/links/:keyword',
    {
      config,
      onRequest: needs(links, 'links.own'),
      schema: {
        summary: 'Change a link; what the request does not name stays',
        tags,
        params: linkParams,
        body: linkChange,
        response: { 200: linkView, ...failures },
      },
    },
    async ({ params: { keyword }, body, caller, actor }) => {
      requireOwn(links, keyword, caller)
      return await view(links, await changeLink(links, keyword, body, actor), caller)
    },
  )
}

function serveEnds(api: Api, links: Links): void {
  api.post(
    '/links/:keyword/retire',
    {
      config,
      onRequest: needs(links, 'links.own'),
      schema: {
        summary: 'Retire a link: its keyword stays taken, and whoever follows it is told that it is no more',
        tags,
        params: linkParams,
        body: retirement,
        response: { 200: linkView, ...failures },
      },
    },
    async ({ params: { keyword }, body: { note }, caller, actor }) => {
      requireOwn(links, keyword, caller)
      return await view(links, await retireLink(links, keyword, note, actor), caller)
    },
  )
  api.delete(
    '/links/:keyword',
    {
      config,
      onRequest: needs(links, 'links.manage'),
      schema: {
        summary: 'Take away what is kept here of a keyword, so that it is free, or again what a table says',
        tags,
        params: linkParams,
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: { keyword }, actor }, reply) => {
      await forgetLink(links, keyword, actor)
      return await reply.code(204).send(null)
    },
  )
}
