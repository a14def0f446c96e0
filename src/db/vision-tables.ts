/** What is kept of pictures besides their files. Times are in milliseconds since 1970. */
export interface VisionTables {
  pictures: PicturesTable
}

export interface PicturesTable {
  id: string
  organisation: string
  person: string | null
  alt: string
  width: number
  height: number
  bytes: number
  hidden_at: number | null
  hidden_by: string | null
  created_at: number
  changed_at: number
}
