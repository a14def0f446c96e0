import sharp from 'sharp'

/** A made photo as a phone takes it: on its side, with the place, the time and the phone in it. */
export async function makePhoto({ width = 4032, height = 3024 } = {}): Promise<Buffer> {
  const stripes = await sharp({
    create: {
      width: 64,
      height: 48,
      channels: 3,
      background: '#2f6f4f',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .png()
    .toBuffer()
  return await sharp(stripes)
    .resize(width, height, { kernel: 'nearest', fit: 'fill' })
    .withExif({
      IFD0: { Make: 'Phone of a test', Model: 'Test 12' },
      IFD2: { DateTimeOriginal: '2026:06:08 10:00:00' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '43/1 39/1 1234/100',
        GPSLongitudeRef: 'W',
        GPSLongitude: '79/1 23/1 4321/100',
      },
    })
    .withXmp(
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>',
    )
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 90 })
    .toBuffer()
}

/** What a picture carries besides what one sees: the tag of the place (0x8825) in its EXIF, or any of it. */
export async function tracesIn(picture: Uint8Array): Promise<{ hasPlace: boolean; has: string[] }> {
  const found = await sharp(picture).metadata()
  const exif = found.exif ?? Buffer.alloc(0)
  const hasPlace = exif.includes(Buffer.from([0x25, 0x88])) || exif.includes(Buffer.from([0x88, 0x25]))
  const has = (['exif', 'xmp', 'iptc', 'icc', 'comments', 'orientation'] as const).filter(
    (name) => found[name] !== undefined,
  )
  return { hasPlace, has }
}
