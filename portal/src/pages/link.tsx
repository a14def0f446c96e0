import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import { useMay, useSession } from '../api/session.ts'
import type { LinkDetails } from '../api.gen.ts'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { CopyButton } from '../parts/secret.tsx'
import { Details, type Fact, Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { ChangeLink } from './links/change.tsx'
import { ForgetLink, RetireLink } from './links/end.tsx'
import { checkTone, stateTone } from './links/tones.ts'

/** One link: where it leads, what became of it, and how to change that. */
export function LinkPage() {
  const { keyword } = useParams({ from: '/in/links/$keyword' })
  const may = useMay()
  const query = useQuery({
    queryKey: ['link', keyword],
    queryFn: () => call('GET /links/{keyword}', { params: { keyword } }),
  })
  return (
    <Page title={keyword} lede={query.data?.note || undefined}>
      <Loaded query={query}>
        {(link) => (
          <>
            <Way link={link} />
            {link.mayChange && <ChangeLink key={`${link.destination} ${link.note} ${link.visibility}`} link={link} />}
            <History link={link} />
            <Counts link={link} />
            <div className="buttons">
              {link.mayChange && link.state !== 'gone' && <RetireLink link={link} />}
              {link.isOurs && may('links.manage') && <ForgetLink link={link} />}
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Way({ link }: { readonly link: LinkDetails }) {
  const { t } = useText()
  const { address, state, keyword } = link
  return (
    <Section title={t('links.way')} actions={<Status tone={stateTone(state)}>{t(`links.state.${state}`)}</Status>}>
      <div className="way-in">
        <a href={address} className="break">
          {address}
        </a>
        <CopyButton text={address} />
      </div>
      <Details facts={useFacts(link)} />
      <p>
        <a href={`/l/${encodeURIComponent(keyword)}+`}>{t('links.preview')}</a>
      </p>
    </Section>
  )
}

function useFacts({ shown, via, source, line, isOurs, isListed, check, owner, ownerName }: LinkDetails): Fact[] {
  const { t } = useText()
  const { ago } = useFormat()
  const { person } = useSession()
  const whose = owner === null ? t('links.nobody') : owner === person?.id ? t('links.you') : (ownerName ?? owner)
  return [
    { name: t('links.leadsTo'), value: shown === '' ? '–' : <span className="break">{shown}</span> },
    ...(via.length > 0 ? [{ name: t('links.via'), value: via.join(' → ') }] : []),
    { name: t('links.search'), value: t(isListed ? 'links.public' : 'links.unlisted') },
    { name: t('links.source'), value: isOurs ? t('links.here') : `${source}${line === null ? '' : `:${line}`}` },
    ...(isOurs ? [{ name: t('links.owner'), value: whose }] : []),
    ...(check
      ? [
          {
            name: t('links.checked'),
            value: (
              <>
                <Status tone={checkTone(check.state)}>{t(`links.check.${check.state}`)}</Status> {ago(check.checkedAt)}
              </>
            ),
          },
        ]
      : []),
  ]
}

function History({ link: { history } }: { readonly link: LinkDetails }) {
  const { t } = useText()
  const { moment } = useFormat()
  const said = (destination: string | null) =>
    destination === null ? t('links.wasNot') : destination === '' ? t('links.state.gone') : destination
  return (
    <Section title={t('links.history')}>
      {history.length === 0 ? (
        <Empty>{t('links.noHistory')}</Empty>
      ) : (
        <Table
          caption={t('links.history')}
          rows={history}
          keyOf={({ at, before, after }) => `${at} ${before} ${after}`}
          columns={[
            { name: t('audit.at'), cell: ({ at }) => moment(at) },
            { name: t('links.before'), cell: ({ before }) => <span className="break">{said(before)}</span> },
            { name: t('links.after'), cell: ({ after }) => <span className="break">{said(after)}</span> },
            { name: t('audit.actor'), cell: ({ actor }) => <span className="break">{actor}</span> },
          ]}
        />
      )}
    </Section>
  )
}

function Counts({ link: { counts } }: { readonly link: LinkDetails }) {
  const { t } = useText()
  const { number } = useFormat()
  if (counts.length === 0) return null
  return (
    <Section title={t('links.counts')} lede={t('links.countsLede')}>
      <Table
        caption={t('links.counts')}
        rows={counts.slice(0, 31)}
        keyOf={({ period }) => period}
        columns={[
          { name: t('links.period'), cell: ({ period }) => period },
          { name: t('links.followed'), cell: ({ count }) => number(count), isNumber: true },
        ]}
      />
    </Section>
  )
}
