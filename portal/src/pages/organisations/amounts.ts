/** The digits after the point that a currency has; 2 for what is none. */
export function digitsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency: currency.trim() })
    return format.resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

/** An amount of the smallest unit as it is typed: `0.50`. */
export function fromAmount(amount: number, digits: number): string {
  return (amount / 10 ** digits).toFixed(digits)
}

/** What was typed, with a point or a comma, in the smallest unit; undefined when it is no such amount. */
export function toAmount(text: string, digits: number): number | undefined {
  const [, whole = '', part = ''] = /^\s*(\d{1,9})(?:[.,](\d+))?\s*$/.exec(text) ?? []
  if (whole === '' || part.length > digits) return undefined
  return Number(whole + part.padEnd(digits, '0'))
}
