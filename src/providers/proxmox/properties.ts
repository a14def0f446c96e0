/** A value of Proxmox that holds several: `virtio=02:00:00:00:00:01,bridge=vmbr2,tag=7`. Order is kept, and what we do not know. */
export type Properties = ReadonlyMap<string, string>

/** Under this key stands a first value without a name, such as the volume of a disk. */
export const unnamed = ''

export function readProperties(text: string): Properties {
  const parts = text.split(',').filter((part) => part.trim() !== '')
  return new Map(
    parts.map((part) => {
      const at = part.indexOf('=')
      return at < 0 ? [unnamed, part.trim()] : [part.slice(0, at).trim(), part.slice(at + 1)]
    }),
  )
}

export function writeProperties(properties: Properties): string {
  return [...properties].map(([key, value]) => (key === unnamed ? value : `${key}=${value}`)).join(',')
}

/** The same with some values set, or with undefined taken out; what it says besides stays as and where it was. */
export function withProperties(text: string, changes: Readonly<Record<string, string | number | undefined>>): string {
  const properties = new Map(readProperties(text))
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) properties.delete(key)
    else properties.set(key, String(value))
  }
  return writeProperties(properties)
}
