import { expect, test } from 'vitest'
import { createGuard } from '../providers/outbound/guard.ts'
import { checkFetched } from './fetched.ts'

function bodyOf(urls: readonly string[]) {
  const documents = urls.map((url) => `<document url="${url}"/>`).join('')
  return { type: 'application/xml', content: `<modules><module name="presentation">${documents}</module></modules>` }
}

function slides(count: number, host = 'slides.example.org'): string[] {
  return Array.from({ length: count }, (_, i) => `https://${host}/${i}.pdf`)
}

test('a hundred addresses of one host cost one look-up', async () => {
  const asked: string[] = []
  const guard = createGuard({
    allow: [],
    resolve: async (host) => {
      asked.push(host)
      return ['93.184.215.14']
    },
  })
  await checkFetched({ guard }, { parameters: [], body: bodyOf(slides(100)) })
  expect(asked).toEqual(['slides.example.org'])
})

test('more than a hundred are refused before any is looked up', async () => {
  const guard = { check: async () => expect.fail('this was looked up') }
  await expect(checkFetched({ guard }, { parameters: [], body: bodyOf(slides(101)) })).rejects.toMatchObject({
    key: 'validationError',
    message: '101 addresses of slides and plugins are too many: the most is 100',
  })
})

test('one that must not be fetched is found wherever it stands', async () => {
  const guard = createGuard({ allow: [], resolve: async () => ['93.184.215.14'] })
  for (const place of [0, 3, 50, 99]) {
    const urls = slides(100).with(place, 'http://127.0.0.1/x.pdf')
    await expect(checkFetched({ guard }, { parameters: [], body: bodyOf(urls) })).rejects.toMatchObject({
      key: 'validationError',
      message: expect.stringContaining('http://127.0.0.1/x.pdf cannot be fetched: its host is a loopback address'),
    })
  }
})

test('look-ups that take for ever are given up all together, and few run at a time', async () => {
  let looking = 0
  const guard = {
    check: () => {
      looking += 1
      return new Promise<never>(() => {})
    },
  }
  const urls = Array.from({ length: 50 }, (_, i) => `https://slow-${i}.example.org/`)
  await expect(checkFetched({ guard }, { parameters: [], body: bodyOf(urls) }, 20)).rejects.toMatchObject({
    message: 'The hosts of the slides and plugins could not be looked up in time',
  })
  expect(looking).toBe(2)
})
