const place = 'mycel.token'

/** The token with which an operator opened the portal in this tab; closing the tab forgets it. */
export function readToken(): string | undefined {
  return sessionStorage.getItem(place) ?? undefined
}

export function keepToken(token: string): void {
  sessionStorage.setItem(place, token)
}

export function forgetToken(): void {
  sessionStorage.removeItem(place)
}
