import { Link } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import { forgetToken } from '../api/operator.ts'
import { useSession } from '../api/session.ts'
import { Icon } from '../parts/icon.tsx'
import { useText } from '../text/text.ts'

/** Who one is, one's settings, and the way out. */
export function Account() {
  const { t } = useText()
  const { person, actor } = useSession()
  return (
    <div className="account">
      <p className="account-name">
        {person?.name ?? actor.replace(/^\w+:/, '')}
        <small>{person ? (person.email ?? t(`role.${person.role}`)) : t('frame.byToken')}</small>
      </p>
      <ul>
        <li>
          <Link to="/settings">
            <Icon name="gear" />
            {t('settings.title')}
          </Link>
        </li>
        <li>
          <button type="button" onClick={() => void signOut(person !== null)}>
            <Icon name="leave" />
            {person ? t('frame.signOut') : t('frame.forgetToken')}
          </button>
        </li>
      </ul>
    </div>
  )
}

async function signOut(hasSession: boolean): Promise<void> {
  forgetToken()
  if (hasSession) await call('DELETE /session', {})
  location.assign(hasSession ? '/sign-in' : '/portal/operator')
}
