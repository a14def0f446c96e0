import type { ParameterRules } from '../config/config.ts'
import { isMetadata } from '../protocol/metadata.ts'
import { formatQuery, type Parameter, parameter, valueOf, without, withValue } from '../protocol/query.ts'
import type { Callbacks } from './meeting.ts'
import type { Organisation } from './organisations.ts'

/** What the gateway itself adds to a create: the server's ID for the meeting, a voice bridge, and callback addresses. */
export interface Additions {
  readonly nodeId: string
  readonly voiceBridge: string
  readonly endCallback: string
  readonly analyticsCallback: string | undefined
  readonly readyCallback: string | undefined
}

/** The metadata under which clients ask to be told of recordings: the present name and two older ones. */
export const readyNames = ['bbb-recording-ready-url', 'bn-recording-ready-url', 'canvas-recording-ready-url']
const gatewayMetadata = ['tenant-id', 'tenant-name', 'server-tag']

/** What a client says to the gateway and not to a server: needed again when the meeting is made elsewhere. */
export function isWish(p: Parameter): boolean {
  return isMetadata(p, 'server-tag') || p.name.toLowerCase().startsWith('meta_mycel-')
}

/** What the organisation, and those that it is part of, allow a meeting. */
export interface CreateLimits {
  readonly duration?: number | undefined
  readonly recording: boolean
}

/** The callback addresses among a client's create parameters. */
export function callbacksOf(parameters: readonly Parameter[]): Callbacks {
  const metadata = (name: string) => parameters.find((p) => isMetadata(p, name))?.value || undefined
  const ready = readyNames.flatMap((name) => {
    const url = metadata(name)
    return url ? [[name, url] as const] : []
  })
  return {
    end: metadata('endcallbackurl'),
    ended: valueOf(parameters, 'meetingEndedURL') || undefined,
    analytics: metadata('analytics-callback-url'),
    ready: ready.length > 0 ? Object.fromEntries(ready) : undefined,
  }
}

/** A client's create parameters as they are sent to a server: the organisation's rules and limits applied to them. */
export function toServerCreate(
  parameters: readonly Parameter[],
  organisation: Pick<Organisation, 'create'>,
  limits: CreateLimits,
  additions: Additions,
): Parameter[] {
  const kept = parameters.filter((p) => !isReplaced(p))
  const named = withValue(applyRules(kept, organisation.create), 'meetingID', additions.nodeId)
  const bridged = valueOf(named, 'voiceBridge') ? named : withValue(named, 'voiceBridge', additions.voiceBridge)
  const limited = applyLimits(bridged, limits)
  return [
    ...limited,
    parameter('meta_endCallbackUrl', additions.endCallback),
    ...optional('meta_analytics-callback-url', additions.analyticsCallback),
    ...optional('meta_bbb-recording-ready-url', additions.readyCallback),
  ]
}

/** Defaults where the client says nothing, overrides whatever it says. */
export function applyRules(parameters: readonly Parameter[], rules: ParameterRules): Parameter[] {
  let result = [...parameters]
  for (const [name, value] of Object.entries(rules.defaults)) {
    if (!result.some((p) => p.name === name)) result.push(parameter(name, String(value)))
  }
  for (const [name, value] of Object.entries(rules.overrides)) result = withValue(result, name, String(value))
  return result
}

/** Above this many characters a query is split, because proxies before BigBlueButton commonly accept 8 KiB. */
const longestQuery = 4000
const neverInBody = new Set(['meetingID', 'name', 'attendeePW', 'moderatorPW', 'voiceBridge'])

/**
 * The query and, when it would be too long for a URL, a form body with the rest. No name stands in both, which is
 * what servers of every version accept.
 */
export function splitLong(parameters: readonly Parameter[]): { query: string; form: string | undefined } {
  const whole = formatQuery(parameters)
  if (whole.length <= longestQuery) return { query: whole, form: undefined }
  return {
    query: formatQuery(parameters.filter((p) => neverInBody.has(p.name))),
    form: formatQuery(parameters.filter((p) => !neverInBody.has(p.name))),
  }
}

function applyLimits(parameters: readonly Parameter[], limits: CreateLimits): Parameter[] {
  let result = [...parameters]
  if (limits.duration !== undefined) {
    // What is no plain number, a server takes for "without limit"; of several, it may take another one.
    const asked = /^\d{1,9}$/.test(valueOf(result, 'duration') ?? '') ? Number(valueOf(result, 'duration')) : 0
    const duration = asked > 0 ? Math.min(asked, limits.duration) : limits.duration
    result = withValue(result, 'duration', String(duration))
  }
  if (limits.recording) return result
  result = without(result, 'autoStartRecording', 'allowStartStopRecording', 'record')
  return [...result, parameter('record', 'false'), parameter('allowStartStopRecording', 'false')]
}

function isReplaced(p: Parameter): boolean {
  const name = p.name.toLowerCase()
  if (name === 'html5instanceid' || p.name === 'meetingEndedURL') return true
  if (name.startsWith('meta_mycel-')) return true
  if (name === 'meta_endcallbackurl' || name === 'meta_analytics-callback-url') return true
  return [...gatewayMetadata, ...readyNames].some((metadata) => isMetadata(p, metadata))
}

function optional(name: string, value: string | undefined): Parameter[] {
  return value === undefined ? [] : [parameter(name, value)]
}
