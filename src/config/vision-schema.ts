import { z } from 'zod'
import { about, count } from './schema-parts.ts'

/** The picture wall of each organisation. */
export interface VisionConfig {
  /** Where the pictures are; absent: `pictures` in the data folder. */
  readonly folder?: string | undefined
  /** Whether everybody may see the walls, not their members alone. */
  readonly public: boolean
  /** The largest file that is taken, in MB. */
  readonly largest_mb: number
  /** What the pictures of one organisation may take altogether, in MB. */
  readonly storage_mb: number
}

export const vision = z
  .strictObject({
    folder: z
      .string()
      .regex(/^\/./, 'write the whole path, such as /srv/mycel/pictures')
      .optional()
      .meta(
        about(
          'Where pictures are kept: the whole path of a folder, on a volume that all replicas share. Default: "pictures" in the data folder.',
          '/srv/mycel/pictures',
        ),
      ),
    public: z
      .boolean()
      .default(false)
      .meta(about('Whether everybody may see the picture walls, not members alone.', false)),
    largest_mb: count(1, 200).default(25).meta(about('The largest file that is taken, in MB.', 25)),
    storage_mb: count(1, 1_000_000)
      .default(2000)
      .meta(about('What the pictures of one organisation may take altogether, in MB.', 2000)),
  })
  .prefault({})
  .meta(about('The picture wall at /vision.'))
