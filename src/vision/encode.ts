import type { Sharp, SharpOptions } from 'sharp'
import { Problem } from '../lib/problem.ts'

/** A picture as it is kept: encoded anew by us, so that nothing but what one sees is in it. */
export interface Encoded {
  readonly picture: Buffer
  readonly thumbnail: Buffer
  readonly width: number
  readonly height: number
}

/** Pixels of the longer side. */
const longest = { picture: 2560, thumbnail: 640 } as const

/** What a picture may unfold into: a file of some kB can hold gigabytes. Twelve megapixels are a phone's, 50 a good camera's. */
const mostPixels = 60_000_000

const slowestSeconds = 30

/** The kinds that are read. All other readers of the library are shut, so that no file reaches them. */
const kinds: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'heif'])
const readers = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}`)

/**
 * Reads a picture and makes ours of it: upright, in the colours of the web, without where and with what it was taken.
 * Throws Problem 'invalid' for what is no picture, or too large a one, and 'unavailable' where pictures cannot be read.
 */
export async function encode(bytes: Uint8Array): Promise<Encoded> {
  if (bytes.length === 0) throw new Problem('invalid', 'the file is empty')
  const read = await openLibrary()
  await refuseUnfit(read(bytes))
  try {
    const upright = read(bytes).autoOrient().toColourspace('srgb').timeout({ seconds: slowestSeconds })
    const { data: picture, info } = await shrink(upright, longest.picture, 82).toBuffer({ resolveWithObject: true })
    const thumbnail = await shrink(read(picture), longest.thumbnail, 75).toBuffer()
    return { picture, thumbnail, width: info.width, height: info.height }
  } catch (cause) {
    throw new Problem('invalid', 'the picture cannot be read to its end', {
      hint: 'it may be damaged: open it in a program for pictures and save it anew',
      cause,
    })
  }
}

type Read = (bytes: Uint8Array) => Sharp

/** Nothing of a picture that was made anew is taken over from the old one: the library does so only when told to. */
function shrink(picture: Sharp, side: number, quality: number): Sharp {
  return picture.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true }).webp({ quality })
}

async function refuseUnfit(picture: Sharp): Promise<void> {
  const hint = 'send a JPEG, PNG, WebP, AVIF or GIF; phones can save as JPEG'
  const found = await picture.metadata().catch((cause: unknown) => {
    if (cause instanceof Error && /pixel limit/i.test(cause.message)) throw tooLarge()
    throw new Problem('invalid', 'this is not a picture that can be read here', { hint, cause })
  })
  if (!kinds.has(found.format))
    throw new Problem('invalid', `pictures of the kind ${found.format} are not taken`, { hint })
  if (found.width * found.height > mostPixels) throw tooLarge()
}

function tooLarge(): Problem {
  return new Problem('invalid', `the picture has more than ${mostPixels / 1e6} million pixels`, {
    hint: 'make it smaller',
  })
}

const options: SharpOptions = { limitInputPixels: mostPixels, failOn: 'error', pages: 1, sequentialRead: true }

/** Loaded when the first picture comes: whoever has no wall does not carry it, and where it does not run, all else does. */
async function openLibrary(): Promise<Read> {
  const { default: sharp } = await import('sharp').catch((cause: unknown) => {
    throw new Problem('unavailable', 'this machine cannot read pictures', {
      hint: 'the package sharp has no build for it, or was installed for another one: npm ci',
      cause,
    })
  })
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: readers })
  sharp.cache(false)
  sharp.concurrency(1)
  return (bytes) => sharp(bytes, options)
}
