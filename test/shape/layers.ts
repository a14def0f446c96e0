/** Who may import whom. A folder may always import itself; whatever is not listed is forbidden. */
export interface Layer {
  /** Anything may be imported from these. */
  readonly from?: readonly string[]
  /** Only types may be imported from these. */
  readonly types?: readonly string[]
  /** Only `import()`, when the command is run, may load these. */
  readonly lazily?: readonly string[]
}

const features = ['meetings', 'people', 'rooms', 'ledger', 'links', 'notes', 'chat', 'vision', 'recordings']
const desired = ['machines', 'access']
const base: Layer = { from: ['lib'] }
const feature: Layer = { from: ['db', 'bus', 'protocol', 'lib'], types: ['config'] }
const declaration: Layer = { from: ['reconcile', 'lib'], types: ['config'] }
const skin: Layer = { from: [...features, ...desired, 'protocol', 'reconcile', 'bus', 'lib'], types: ['config'] }

export const layers: Readonly<Record<string, Layer>> = {
  main: { from: ['app', 'cli', 'web', 'config', 'lib'] },
  app: { from: ['web', ...features, ...desired, 'providers', 'protocol', 'reconcile', 'config', 'db', 'bus', 'lib'] },
  start: { from: ['app', 'practice', ...features, 'web', 'config', 'db', 'lib'] },
  practice: { from: ['providers', 'protocol', 'lib'], types: features },
  cli: { ...skin, from: [...(skin.from ?? []), 'config'], types: [], lazily: ['app', 'start', 'practice'] },
  web: skin,
  ...Object.fromEntries(features.map((name) => [name, feature])),
  ...Object.fromEntries(desired.map((name) => [name, declaration])),
  providers: { from: ['protocol', 'bus', 'lib'], types: ['reconcile', 'config', ...features, ...desired] },
  protocol: base,
  reconcile: base,
  config: base,
  db: base,
  bus: base,
  lib: {},
}

/** These compute and touch nothing outside the process. */
export const pure: readonly string[] = ['lib', 'protocol']

/** What a pure folder may not import. */
export const outside = /^node:(fs|net|http|https|child_process)(\/|$)/
