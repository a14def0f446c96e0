import { expect, test } from 'vitest'
import { Secret } from '../../lib/secret.ts'
import { createHedgedoc } from './client.ts'
import { startFakeHedgedoc } from './fake.ts'

test('pads are made and read, with an alias where that is allowed, and no alias twice', async () => {
  await using fake = await startFakeHedgedoc({ allowFreeUrl: true })
  await using pads = createHedgedoc({ url: fake.url, session: undefined })
  const address = await pads.create('# Weekly\n', 'weekly')
  expect(address).toBe(`${fake.url}/weekly`)
  expect(await pads.read(address)).toBe('# Weekly\n')
  expect(await pads.read(`${address}?both#agenda`)).toBe('# Weekly\n')
  await expect(pads.create('other', 'weekly')).rejects.toMatchObject({ code: 'conflict' })
  expect(fake.pads.get('weekly')).toBe('# Weekly\n')
  expect(await pads.read(await pads.create('x', undefined))).toBe('x')
})

test('what it does not allow is told, and a session allows it', async () => {
  await using fake = await startFakeHedgedoc({ allowAnonymous: false, session: 's3ssion' })
  await using stranger = createHedgedoc({ url: fake.url, session: undefined })
  await using member = createHedgedoc({ url: fake.url, session: new Secret('s3ssion') })
  await expect(stranger.create('x', undefined)).rejects.toMatchObject({
    code: 'refused',
    hint: expect.stringContaining('session'),
  })
  expect(await member.read(await member.create('x', undefined))).toBe('x')
  await expect(member.create('x', 'weekly')).rejects.toMatchObject({ hint: expect.stringContaining('allowFreeURL') })
  await expect(member.read(`${fake.url}/gone`)).rejects.toMatchObject({ code: 'not-found' })
})

test('no other address is asked, whatever it looks like', async () => {
  await using fake = await startFakeHedgedoc()
  await using pads = createHedgedoc({ url: fake.url, session: new Secret('s3ssion') })
  for (const address of [
    'http://169.254.169.254/x',
    `${fake.url}.evil.example/x`,
    `${fake.url}/../x`,
    `${fake.url}/`,
    'x',
  ]) {
    await expect(pads.read(address), address).rejects.toMatchObject({ code: 'invalid' })
  }
  expect(fake.asked).toEqual([])
})
