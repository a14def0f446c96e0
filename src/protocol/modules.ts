import { MalformedXml, parseXml } from './xml.ts'

/** What a `<modules>` body holds that a gateway must know: the addresses from which slides will be fetched. */
export interface Modules {
  readonly presentationUrls: readonly string[]
}

/** A client's document is small; what has more elements is made to harm. */
const mostElements = 10_000

/** Reads a `<modules>` body, of create or insertDocument. Throws `MalformedXml`. */
export function readModules(body: string): Modules {
  const root = parseXml(body, mostElements)
  if (root.name !== 'modules') throw new MalformedXml(`expected <modules>, found <${root.name}>`)

  const presentations = root.children.filter((m) => m.name === 'module' && m.attributes['name'] === 'presentation')
  const presentationUrls = presentations
    .flatMap((module) => module.children)
    .map((document) => document.attributes['url'] ?? '')
    .filter((url) => url !== '')
  return { presentationUrls }
}
