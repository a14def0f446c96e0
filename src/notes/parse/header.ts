import type { Named, NoteHeader, NoteLine } from '../model.ts'
import type { Directory } from './people.ts'

/** Reads the block of `Key: value` below the title; lists of names may follow as bullets. */
export function readHeader(lines: readonly NoteLine[], people: Directory): NoteHeader {
  const values = valuesOf(lines)
  const take = (key: string) => {
    const value = values.get(key) ?? ''
    values.delete(key)
    return value === '' || /^(\.{2,}|…|\*|none|n\/a)$/i.test(value) ? null : value
  }
  const [notetaker = '', nextUp = ''] = (take('notetaker') ?? '').split(/next up:?/i)
  return {
    time: take('time'),
    location: take('location'),
    attending: namesIn(take('attending') ?? '', people),
    cultivator: namesIn(take('cultivator') ?? '', people),
    notetaker: namesIn(notetaker.replace(/:[\w+-]+:\s*$/, ''), people),
    nextUp: /copy from/i.test(nextUp) ? [] : namesIn(nextUp, people),
    other: Object.fromEntries(values),
  }
}

const pair = /^(\p{L}[\p{L} -]{0,24}):(?!\/\/)\s*(.*?)\s*$/u

function valuesOf(lines: readonly NoteLine[]): Map<string, string> {
  const values = new Map<string, string>()
  let key = ''
  for (const { kind, text } of lines) {
    if (kind === 'heading' && values.size > 0) break
    const [, name, value = ''] = kind === 'text' ? (pair.exec(text) ?? []) : []
    if (name !== undefined) {
      key = name.toLowerCase()
      values.set(key, value)
    } else if (kind === 'bullet' && key !== '') {
      const item = text.replace(/^\s*[-*+]\s*/, '')
      values.set(key, [values.get(key), item].filter(Boolean).join(', '))
    } else if (kind !== 'blank') key = ''
  }
  return values
}

function namesIn(text: string, people: Directory): Named[] {
  return text
    .split(/[,;/+&]|\band\b/)
    .map((one) => /^\s*@?([^()]*?)\s*(?:\(([^()]*)\))?\s*\??\s*$/.exec(one))
    .flatMap((match) => {
      const [, word = '', remark] = match ?? []
      if (!/\p{L}/u.test(word)) return []
      const id = people.find(word)
      return [{ who: id ?? word, known: id !== undefined, ...(remark === undefined ? {} : { remark }) }]
    })
}
