import { SaxesParser } from 'saxes'
import { detached } from '../lib/detached.ts'

/** An element as it was read: attributes, child elements in order, and its own text, all of it unescaped. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

/** Text that is not the XML we accept: not well-formed, with a document type, too deep or too large. */
export class MalformedXml extends Error {
  override name = 'MalformedXml'
}

const maximumDepth = 32
const mostElements = 2_000_000

/** Reads a whole document strictly. Document types, and with them entity bombs, are refused. Throws `MalformedXml`. */
export function parseXml(text: string, maximumElements = mostElements): Element {
  const parser = new SaxesParser()
  const open: Element[] = []
  let root: Element | undefined
  let count = 0

  parser.on('error', (cause) => fail(cause.message, cause))
  parser.on('doctype', () => fail('document types are not accepted'))
  parser.on('opentag', (tag) => {
    const element: Element = { name: known(tag.name), attributes: orNone(tag.attributes), children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
    root ??= element
    count += 1
    if (open.length > maximumDepth || count > maximumElements) fail('too deep or too large')
  })
  parser.on('closetag', () => open.pop())
  const append = (chunk: string) => {
    const current = open.at(-1)
    if (current) current.text += chunk
  }
  parser.on('text', append)
  parser.on('cdata', append)

  parser.write(text).close()
  return root ?? fail('empty document')
}

const none: Element['attributes'] = Object.freeze(Object.create(null))

/** The same empty object for all elements without attributes, which are all of them in most answers. */
function orNone(attributes: Element['attributes']): Element['attributes'] {
  for (const _ in attributes) return attributes
  return none
}

const names = new Map<string, string>()
const mostNames = 1000

/** The same text once for all elements of that name, of which an answer may have a hundred thousand. */
function known(name: string): string {
  const same = names.get(name)
  if (same !== undefined) return same
  const own = detached(name)
  if (names.size < mostNames) names.set(own, own)
  return own
}

/** The first child of that name. */
export function child(element: Element, name: string): Element | undefined {
  return element.children.find((c) => c.name === name)
}

/** The trimmed text of the first child of that name; empty when there is none. */
export function childText(element: Element, name: string): string {
  return child(element, name)?.text.trim() ?? ''
}

/** `<name>text</name>`, the text escaped. */
export function tag(name: string, text: string | number | boolean): string {
  return `<${name}>${typeof text === 'string' ? escapeXml(text) : text}</${name}>`
}

/** An element and all below it, as text. Mixed content loses its order, which no answer of the API has. */
export function renderXml(element: Element): string {
  let attributes = ''
  for (const name in element.attributes) attributes += ` ${name}="${escapeXml(element.attributes[name] ?? '')}"`
  if (element.children.length === 0) return `<${element.name}${attributes}>${escapeXml(element.text)}</${element.name}>`

  let inside = ''
  for (const inner of element.children) inside += renderXml(inner)
  return `<${element.name}${attributes}>${inside}</${element.name}>`
}

const special = /[&<>"']/
// Everything outside the Char production of XML 1.0, lone surrogates among it.
const illegal = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
const plain = /^[\u0020-\u007e\u00a0-\u024f]*$/

/** Escapes markup and drops what XML 1.0 cannot hold. */
export function escapeXml(text: string): string {
  const legal = plain.test(text) ? text : text.replace(illegal, '')
  if (!special.test(legal)) return legal
  return legal
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function fail(message: string, cause?: unknown): never {
  throw new MalformedXml(message, { cause })
}
