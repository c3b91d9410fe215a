import { Link } from '@tanstack/react-router'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { useFieldWords } from '@/ui/FieldWords'
import { Icon } from '@/ui/Icon'
import { Column, Columns } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { Waterfall } from '@/ui/Waterfall'
import { chanceText } from '@/ui/evidence'
import { type FieldPair, type GuestSummary, type Pair, type PairPage, type Survived, usePair } from '../api/desk'
import css from './Desk.module.css'
import { useDeskWords } from './words'

/** Two records beside each other: what they say, why they may be one person, and what would come of it. */
export function PairView({ pair, isNarrow = false }: { pair: Pair; isNarrow?: boolean }) {
  const page = usePair(pair)
  if (page.isPending) return <CardSkeleton lines={9} />
  if (page.isError) return <ErrorState error={page.error} onRetry={() => void page.refetch()} />
  const { pair: told, together } = page.data
  const Sides = isNarrow ? Column : Columns
  return (
    <div className={css.pair} data-stale={page.isPlaceholderData || undefined}>
      <Standing page={told} />
      <Beside page={told} />
      <Sides>
        <Why page={told} />
        <Column>
          <Others page={told} />
          <Together fields={together} isOne={told.is_one_guest} />
        </Column>
      </Sides>
    </div>
  )
}

/** What stands in the way, or what was decided already. */
function Standing({ page }: { page: PairPage }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { decision } = page
  return (
    <>
      {page.conflict && !decision ? (
        <p className={css.banner} data-tone="trouble" role="note">
          <Icon name="alert" />
          <span>{t('identity.conflict', { why: said(page.conflict) })}</span>
        </p>
      ) : null}
      {decision ? (
        <p className={css.banner} role="note">
          <Icon name={decision.said === 'same' ? 'check' : 'cross'} />
          <span>
            {t(decision.said === 'same' ? 'identity.saidSame' : 'identity.saidDifferent', { who: decision.said_by || t('identity.theProduct') })} <Instant at={decision.said_at} relative />
            {decision.reason ? <span className="muted"> · {decision.reason}</span> : null}
          </span>
        </p>
      ) : null}
    </>
  )
}

function Beside({ page }: { page: PairPage }) {
  const { t } = useTranslation()
  return (
    <Card flush>
      <table className={css.beside}>
        <caption className="visually-hidden">{t('identity.besideCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('identity.what')}</span>
            </th>
            <Head record={page.left} guest={page.left_guest_id} side="A" />
            <Head record={page.right} guest={page.right_guest_id} side="B" />
          </tr>
        </thead>
        <tbody>
          {page.fields.map((field) => (
            <FieldRow key={field.field} field={field} />
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Head({ record, guest, side }: { record: GuestSummary; guest: string; side: string }) {
  const { t } = useTranslation()
  return (
    <th scope="col" className={css.head}>
      <span className={css.side}>{side}</span>
      <Link to="/guests/$guestId" params={{ guestId: guest }} className={css.who}>
        {record.name || record.name_latin || record.source_key || t('identity.nameless')}
      </Link>
      <span className={css.from}>
        {record.source_name}
        {record.bookings > 0 ? ` · ${t('identity.bookings', { count: record.bookings })}` : ''}
      </span>
    </th>
  )
}

const marks = { agree: 'check', alike: 'check', differ: 'cross', left: null, right: null } as const

function FieldRow({ field }: { field: FieldPair }) {
  const { t } = useTranslation()
  const words = useDeskWords()
  const mark = marks[field.agreement]
  return (
    <tr data-agreement={field.agreement}>
      <th scope="row" className={css.field}>
        {words.field(field.field)}
        <span className={css.mark}>
          {mark ? <Icon name={mark} size={14} /> : null}
          <span className={css.agreement}>{t(`identity.agreement.${field.agreement}`)}</span>
        </span>
      </th>
      <Value value={field.left} field={field.field} />
      <Value value={field.right} field={field.field} />
    </tr>
  )
}

function Value({ value, field }: { value: string; field: string }) {
  const { t } = useTranslation()
  const words = useFieldWords()
  return value ? <td>{words.value(field, value)}</td> : <td className={css.none}>{t('identity.unknown')}</td>
}

function Why({ page }: { page: PairPage }) {
  const { t } = useTranslation()
  const title = page.chance === null ? t('identity.why') : t('identity.whyChance', { chance: chanceText(page.chance) })
  return (
    <Card title={title}>
      {page.rule ? <p className={css.note}>{t('identity.byRule')}</p> : null}
      {page.evidence.length > 0 ? (
        <Waterfall start={page.start_bits} evidence={page.evidence} />
      ) : (
        <EmptyState icon="clock" title={t('identity.noEvidence')}>
          {t('identity.noEvidenceWords')}
        </EmptyState>
      )}
    </Card>
  )
}

function Others({ page }: { page: PairPage }) {
  const { t } = useTranslation()
  if (page.left_others.length + page.right_others.length === 0) return null
  return (
    <Card title={t('identity.others')}>
      <OtherList side="A" records={page.left_others} />
      <OtherList side="B" records={page.is_one_guest ? [] : page.right_others} />
    </Card>
  )
}

function OtherList({ side, records }: { side: string; records: readonly GuestSummary[] }) {
  if (records.length === 0) return null
  return (
    <ul className={css.others}>
      {records.map((record) => (
        <li key={record.record_id}>
          <span className={css.side}>{side}</span>
          <span>{record.name || record.name_latin || record.source_key}</span>
          <span className="muted">{[record.source_name, record.phone, record.email].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ul>
  )
}

/** The guest as its own page shows it, or would. */
function Together({ fields, isOne }: { fields: readonly Survived[]; isOne: boolean }) {
  const { t } = useTranslation()
  return (
    <Card title={isOne ? t('identity.together') : t('identity.wouldBe')}>
      <dl className={css.together}>
        {fields.map((told) => (
          <Told key={told.field} told={told} />
        ))}
      </dl>
      <p className={css.note}>{t('identity.togetherNote')}</p>
    </Card>
  )
}

/** What counts; of a list all that holds, of any other field how many values stand back, and which. */
function Told({ told }: { told: Survived }) {
  const { t } = useTranslation()
  const words = useFieldWords()
  const text = (said: Survived['best']) => words.value(told.field, said.text)
  const source = (said: Survived['best']) => said.voices[0]?.source_name ?? ''
  const held = [...new Set([told.best, ...told.others].map(text))]
  const proof = [`${source(told.best)}${t('identity.colon')}${t(`guests.won.${told.reason}`)}`, ...told.others.map((one) => `${source(one)}${t('identity.colon')}${text(one)}`)]
  return (
    <div>
      <dt>{words.title(told.field)}</dt>
      <dd>
        <span>
          {told.is_list ? held.map((one) => <div key={one}>{one}</div>) : text(told.best)}
        </span>
        {told.is_list || told.others.length === 0 ? null : (
          <Tooltip title={proof.map((line) => <div key={line}>{line}</div>)}>
            <button type="button" className={css.also}>
              {t('identity.alsoSaid', { count: told.others.length })}
            </button>
          </Tooltip>
        )}
      </dd>
    </div>
  )
}
