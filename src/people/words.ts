/** Whether this is text of one line: well formed, and without control characters. */
export function isLine(text: string): boolean {
  return text.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)
}

/** Whether this looks like an e-mail address; whether it exists, only a letter to it can tell. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && isLine(text) && /^[^\s@<>()",;:]+@[^\s@<>()",;:]+$/.test(text)
}

/** Whether this is a language tag such as `fr` or `pt-BR`. */
export function isLanguage(text: string): boolean {
  return text.length <= 35 && /^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(text)
}
