import { leastCharacters, mostCharacters, type PasswordFault } from '../../people/passwords.ts'
import { type Html, html } from '../pages/html.ts'
import type { View } from '../pages/layout.ts'
import { fieldPart } from './form-parts.ts'

/** The fields for a new password. The address goes along, so that a password manager knows whose it is. */
export function newPasswordParts({ translate }: View, email: string | undefined): Html[] {
  const username =
    email === undefined
      ? html``
      : html`<input type="text" class="away" name="username" value="${email}" autocomplete="username" tabindex="-1" aria-hidden="true" readonly>`
  return [
    username,
    fieldPart({
      id: 'password',
      type: 'password',
      label: translate('password.new'),
      hint: translate('password.hint', { least: leastCharacters }),
      autocomplete: 'new-password',
    }),
    fieldPart({ id: 'again', type: 'password', label: translate('password.again'), autocomplete: 'new-password' }),
  ]
}

/** What is wrong with a new password, in words. */
export function passwordWords({ translate }: View, fault: PasswordFault | 'different' | 'current' | undefined) {
  if (fault === undefined || fault === 'current') return undefined
  return translate(`password.${fault}`, { least: leastCharacters, most: mostCharacters })
}
