import { type Names, namesAt, onlyNames } from './names.ts'
import type { Directory } from './people.ts'

/** Who speaks at the beginning of a text, and how long that is: `bl: `, `dc+pc: `, `uv (in chat): `, `[name=pc] `. */
export function speakerOf(whole: string, people: Directory): Names | undefined {
  const text = whole.slice(0, farthest)
  const marked = /^[\s*_\0]*\[name=([^\]]+)\]\s*/.exec(text)
  if (marked) return read(marked[1] ?? '', marked[0].length, people)
  const match = /^[\s*_,-]*(?:person:?\s+)?([^:*_()[\]]{1,60}?)[*_]*\s*(?:\([^()]*\)\s*)?:[*_]*(?=\s|$)\s*/i.exec(text)
  if (match) return read(match[1] ?? '', match[0].length, people)
  const person = /^person:?\s+(\S+)\s*$/i.exec(text)
  return person ? read(person[1] ?? '', person[0].length, people) : undefined
}

/** The same for a round of check-ins, where a dash will do: `pc - …`. */
export function speakerInRound(text: string, people: Directory): Names | undefined {
  const colon = speakerOf(text, people)
  if (colon) return colon
  const names = namesAt(text, people, 'present')
  const dash = names && /^\s*[-–—]+\s+/.exec(text.slice(names.length))
  return dash ? { who: names.who, length: names.length + dash[0].length } : undefined
}

/** Nobody's name is farther from the beginning than this. */
const farthest = 120

function read(words: string, length: number, people: Directory): Names | undefined {
  const names = onlyNames(words, people, 'present')
  return names && { who: names.who, length }
}
