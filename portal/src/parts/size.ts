/** A size in MiB: `512 MiB`, `4 GiB`, `1.8 TiB`. */
export function sizeOf(mebibytes: number, number: (value: number) => string): string {
  if (mebibytes < 1024) return `${number(mebibytes)} MiB`
  const [size, unit] = mebibytes < 1024 ** 2 ? [mebibytes / 1024, 'GiB'] : [mebibytes / 1024 ** 2, 'TiB']
  return `${number(Number(size.toFixed(1)))} ${unit}`
}
