/** JSON, as SCIM's resources are. */
export type Value = string | number | boolean | null | readonly Value[] | Resource

export interface Resource {
  readonly [attribute: string]: Value
}

/** Whether this is an object of attributes. */
export function isResource(value: Value | undefined): value is Resource {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as a list: nothing is an empty one. */
export function toList(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value as Value]
}

/** The attribute's value, whatever the case of its name; names of attributes have none in SCIM. */
export function attributeOf(resource: Resource, name: string): Value | undefined {
  const key = keyOf(resource, name)
  return key === undefined ? undefined : resource[key]
}

/** How the resource writes that attribute's name. */
export function keyOf(resource: Resource, name: string): string | undefined {
  if (Object.hasOwn(resource, name)) return name
  return Object.keys(resource).find((key) => key.toLowerCase() === name.toLowerCase())
}
