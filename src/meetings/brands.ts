import { createHash } from 'node:crypto'
import type { Context } from './context.ts'

/** A picture as it is given to browsers. */
export interface Picture {
  /** Its media type, such as `image/png`. */
  readonly type: string
  readonly bytes: Buffer
}

/** Where pictures that organisations name are fetched from. */
export interface PictureSource {
  /** Throws Problem 'refused' for an address that may not be asked, 'unavailable', or 'invalid' for what is no picture. */
  fetch(url: string): Promise<Picture>
}

/** How an organisation shows itself on our pages. */
export interface Brand {
  readonly organisation: string
  readonly name: string
  /** `#rrggbb` */
  readonly colour: string | undefined
  /** Changes when the logo does; undefined while there is none, or none that could be fetched. */
  readonly logo: string | undefined
}

/** Logos are fetched once for all and given out by us: whoever looks at a page is seen by nobody else. */
export interface Brands {
  /** Undefined for an organisation that there is not. A logo that is not here yet is fetched, for the next time. */
  of(organisation: string): Brand | undefined
  /** The logo itself; undefined when there is none or it cannot be fetched. */
  logo(organisation: string): Promise<Picture | undefined>
}

interface Known {
  picture: Picture | undefined
  version: string | undefined
  /** When it is fetched anew. */
  until: number
  fetching: Promise<void> | undefined
}

const keptMs = 6 * 3_600_000
/** One that could not be fetched is tried again after so long. */
const againMs = 10 * 60_000

export function createBrands(
  { organisations, clock, log }: Pick<Context, 'organisations' | 'clock' | 'log'>,
  source: PictureSource,
): Brands {
  const known = new Map<string, Known>()

  const refresh = async (url: string, entry: Known): Promise<void> => {
    try {
      entry.picture = await source.fetch(url)
      entry.version = createHash('sha256').update(entry.picture.bytes).digest('hex').slice(0, 16)
      entry.until = clock.elapsed() + keptMs
    } catch (error) {
      // What was there before is better than nothing.
      entry.until = clock.elapsed() + againMs
      log.warn({ err: error, url }, 'a logo could not be fetched')
    } finally {
      entry.fetching = undefined
    }
  }

  const look = (url: string): Known => {
    const entry = known.get(url) ?? { picture: undefined, version: undefined, until: 0, fetching: undefined }
    known.set(url, entry)
    if (entry.until <= clock.elapsed()) entry.fetching ??= refresh(url, entry)
    return entry
  }

  const brandOf = (id: string) => (organisations.find(id) ? organisations.standing(id).brand : undefined)

  return {
    of(id) {
      const organisation = organisations.find(id)
      const brand = brandOf(id)
      if (!organisation || !brand) return undefined
      const { name = organisation.name, colour, logo } = brand
      return { organisation: id, name, colour, logo: logo === undefined ? undefined : look(logo).version }
    },
    async logo(id) {
      const url = brandOf(id)?.logo
      if (url === undefined) return undefined
      const entry = look(url)
      if (!entry.picture) await entry.fetching
      return entry.picture
    },
  }
}
