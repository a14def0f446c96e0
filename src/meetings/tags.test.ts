import { expect, it } from 'vitest'
import { parameter } from '../protocol/query.ts'
import { tagsOf } from './tags.ts'

const tag = (name: string) => ({ kind: 'tag', tag: name })
const read = (wish: string) => tagsOf([parameter('meta_Server-Tag', wish)])

it('prefers a server with any of the tags', () => {
  expect(read('eu')).toEqual({ required: [], preferred: [tag('eu')] })
  expect(read('eu; gpu ')).toEqual({ required: [], preferred: [{ kind: 'or', left: tag('eu'), right: tag('gpu') }] })
})

it('requires one with an exclamation mark at the end', () => {
  expect(read('eu!')).toEqual({ required: [tag('eu')], preferred: [] })
  expect(read('eu;gpu!')).toEqual({ required: [{ kind: 'or', left: tag('eu'), right: tag('gpu') }], preferred: [] })
})

it.each(['', '!', ';', '; ;!', 'a b', 'ü', '(eu)', 'e!u'])('wishes nothing by "%s"', (wish) => {
  expect(read(wish)).toEqual({ required: [], preferred: [] })
})

it('wishes nothing where nothing is said', () => {
  expect(tagsOf([])).toEqual({ required: [], preferred: [] })
})
