/** A cell: quoted, and never begun in a way that a spreadsheet takes for a formula. */
export function quote(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
