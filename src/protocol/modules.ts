import { type Element, MalformedXml, parseXml } from './xml.ts'

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

  return { presentationUrls: root.children.flatMap(urlsIn) }
}

/** Every address at any depth: servers do not look at the names of the elements that hold one, nor at prefixes. */
function urlsIn({ attributes, children }: Element): string[] {
  const urls = Object.entries(attributes).filter(([name, url]) => /^(.*:)?url$/i.test(name) && url !== '')
  return [...urls.map(([, url]) => url), ...children.flatMap(urlsIn)]
}
