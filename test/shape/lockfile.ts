import type { Finding } from './source.ts'

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** What keeps package-lock.json from being installed anywhere: download addresses, and platforms that it left out. */
export function lockfileFaults(text: string): Finding[] {
  const packages: Readonly<Record<string, Locked>> = JSON.parse(text).packages
  const addresses = text
    .split('\n')
    .flatMap((line, index) =>
      line.includes('"resolved"') ? [`package-lock.json:${index + 1}  a download address`] : [],
    )
  const absent = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`])
      .map((name) => `package-lock.json  ${path} needs ${name}, which is not there, so npm ci refuses`),
  )
  return [...addresses, ...absent]
}
