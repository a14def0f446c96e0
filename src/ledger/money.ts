/** The digits after the point that a currency has: 2 for EUR, 0 for JPY. */
export function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** An amount of the smallest unit as a decimal number with a point: `-12.50`. */
export function decimal(amount: number, currency: string): string {
  const digits = digitsOf(currency)
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const sign = amount < 0 ? '-' : ''
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** An amount as people write it: `€12.50`, `12,50 €`. */
export function money(amount: number, currency: string, language = 'en'): string {
  // As text: an amount may hold more digits than a double.
  const value = decimal(amount, currency) as Intl.StringNumericLiteral
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(value)
}

/** Megabyte-days as gigabyte-days with three digits after the point, for files. */
export function gigabyteDaysOf(megabyteDays: number): string {
  return (megabyteDays / 1000).toFixed(3)
}

/** Milliseconds as minutes with two digits after the point, for files. */
export function minutesOf(ms: number): string {
  return (ms / 60_000).toFixed(2)
}
