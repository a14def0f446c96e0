import { Refusal } from '../protocol/failures.ts'
import { readModules } from '../protocol/modules.ts'
import { type Parameter, valueOf } from '../protocol/query.ts'
import { MalformedXml } from '../protocol/xml.ts'
import type { Context, Lookups } from './context.ts'
import type { Body } from './store.ts'

/** bbb-web itself takes as many as fit into its proxy's 2 MB; a whole course has less. */
const mostAddresses = 100
/** Node has four threads for look-ups, for the whole process. */
const atOnce = 2
/** Milliseconds; a single look-up takes 3 s at most. */
const allTogether = 8000

/**
 * Servers fetch slides and plugins from these addresses: they must not be sent where only servers can reach. Throws
 * `Refusal` (validationError), also for too many addresses, and when looking them up takes longer than `withinMs`.
 */
export async function checkFetched(
  { guard }: Pick<Context, 'guard'>,
  request: { readonly parameters: readonly Parameter[]; readonly body: Body | undefined },
  withinMs = allTogether,
): Promise<void> {
  const urls = new Set([...parameterUrls(request.parameters), ...presentationUrls(request.body)])
  if (urls.size === 0) return
  if (urls.size > mostAddresses) {
    const message = `${urls.size} addresses of slides and plugins are too many: the most is ${mostAddresses}`
    throw new Refusal('validationError', message)
  }
  const late = AbortSignal.timeout(withinMs)
  const lookups: Lookups = new Map()
  const rest = urls.values()
  const check = async () => {
    for (const url of rest) {
      const verdict = await guard.check(url, lookups)
      if (!verdict.ok) throw new Refusal('validationError', `${url.slice(0, 200)} cannot be fetched: ${verdict.reason}`)
      if (late.aborted) return
    }
  }
  await Promise.race([Promise.all(Array.from({ length: atOnce }, check)), tooLate(late)])
}

async function tooLate(signal: AbortSignal): Promise<never> {
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  throw new Refusal('validationError', 'The hosts of the slides and plugins could not be looked up in time')
}

/** The parameters whose addresses a server fetches itself. */
function parameterUrls(parameters: readonly Parameter[]): string[] {
  const named = ['preUploadedPresentation', 'pluginManifestsFetchUrl'].map((name) => valueOf(parameters, name) ?? '')
  return [...named, ...manifestUrls(valueOf(parameters, 'pluginManifests') ?? '')].filter((url) => url !== '')
}

/** `pluginManifests` is a JSON list of objects with a `url`; what is none, servers ignore too. */
function manifestUrls(text: string): string[] {
  if (text === '') return []
  try {
    const manifests: unknown = JSON.parse(text)
    return Array.isArray(manifests)
      ? manifests.map((manifest: { url?: unknown } | null) => String(manifest?.url ?? ''))
      : []
  } catch {
    return []
  }
}

function presentationUrls(body: Body | undefined): readonly string[] {
  if (!body) return []
  try {
    return readModules(typeof body.content === 'string' ? body.content : new TextDecoder().decode(body.content))
      .presentationUrls
  } catch (error) {
    if (error instanceof MalformedXml) throw new Refusal('validationError', 'The body is not valid modules XML')
    throw error
  }
}
