import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { makePhoto, tracesIn } from '../../test/pictures.ts'
import { encode } from './encode.ts'

describe('a picture', () => {
  test('of a phone is put upright, made smaller, and has nothing in it but what one sees', async () => {
    const photo = await makePhoto()
    expect(await tracesIn(photo)).toMatchObject({ hasPlace: true, has: expect.arrayContaining(['exif', 'xmp']) })
    const { picture, thumbnail, width, height } = await encode(photo)
    expect([width, height]).toEqual([1920, 2560])
    for (const file of [picture, thumbnail]) {
      expect(await tracesIn(file)).toEqual({ hasPlace: false, has: [] })
      expect((await sharp(file).metadata()).format).toBe('webp')
      expect(file.includes('Phone of a test')).toBe(false)
    }
    expect((await sharp(thumbnail).metadata()).height).toBe(640)
  })

  test.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('that is a small %s keeps its size', async (kind) => {
    const bytes = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
      .toFormat(kind)
      .toBuffer()
    expect(await encode(bytes)).toMatchObject({ width: 30, height: 20 })
  })

  test('that moves is shown as it begins', async () => {
    const frames = await sharp({ create: { width: 10, height: 40, channels: 3, background: 'red', pageHeight: 10 } })
      .gif()
      .toBuffer()
    expect(await encode(frames)).toMatchObject({ width: 10, height: 10 })
  })

  test('that would unfold into gigabytes is refused before it does', async () => {
    const bomb = pngOf(50_000, 50_000)
    expect(bomb.length).toBeLessThan(1000)
    await expect(encode(bomb)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('million pixels'),
    })
  })

  test.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'],
    ['SVG that reads a file', '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'],
    ['PHP', '<?php system($_GET["c"]); ?>'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['PDF', '%PDF-1.4\n1 0 obj\n<<>>\nendobj\n'],
    ['nothing', ''],
  ])('that is %s is refused', async (_, text) => {
    await expect(encode(Buffer.from(text))).rejects.toMatchObject({ code: 'invalid' })
  })

  test('in TIFF is refused, because its reader is shut', async () => {
    const tiff = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .tiff()
      .toBuffer()
    await expect(encode(tiff)).rejects.toMatchObject({ message: 'this is not a picture that can be read here' })
  })

  test('that is cut off or damaged is refused or read, and never a bug', async () => {
    const whole = await makePhoto({ width: 60, height: 40 })
    await expect(encode(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({ code: 'invalid' })
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 })
    const property = fc.asyncProperty(damage, async (changes) => {
      const bytes = Uint8Array.from(whole)
      for (const [at, value] of changes) bytes[at] = value
      const done = await encode(bytes).catch((error: unknown) => error)
      expect(done).toSatisfy((one: { code?: string; width?: number }) => one.code === 'invalid' || (one.width ?? 0) > 0)
    })
    await fc.assert(property, { numRuns: Number(process.env['MYCEL_RUNS'] ?? 40) })
  })
})

/** A PNG that says it is so large and holds next to nothing. */
function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    start,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
