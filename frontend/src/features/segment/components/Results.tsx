import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, percentText, useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import type { Definition, Numbers, Tried, usePreview } from '../api/sandbox'
import { ContrastCard } from './ContrastCard'
import { ExplainDrawer } from './ExplainDrawer'
import { ReachCard } from './ReachCard'
import css from './Results.module.css'

interface Props {
  preview: ReturnType<typeof usePreview>
  definition: Definition
  hasFault: boolean
}

/** What the definition means today: how many guests, in words, whom one may write to, and some of them. */
export function Results({ preview, definition, hasFault }: Props) {
  const { data: tried, error, isBehind } = preview
  if (!tried && !error) return <CardSkeleton lines={6} />
  if (!tried?.numbers && error && !hasFault)
    return (
      <Card>
        <ErrorState error={error} onRetry={() => void preview.refetch()} />
      </Card>
    )
  return (
    <div className={css.results} aria-busy={isBehind}>
      <div className={css.size}>
        <CountCard tried={tried} isBehind={isBehind} hasFault={hasFault} />
      </div>
      {tried?.numbers ? <ReachCard definition={definition} /> : null}
      {tried?.numbers && tried.numbers.guests > 0 ? <ContrastCard definition={definition} /> : null}
      {tried?.numbers ? <SampleCard numbers={tried.numbers} definition={definition} /> : null}
    </div>
  )
}

function CountCard({ tried, isBehind, hasFault }: { tried: Tried | undefined; isBehind: boolean; hasFault: boolean }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { instant } = useFormat()
  const numbers = tried?.numbers
  const share = numbers?.share ?? 0
  return (
    <Card tone={hasFault ? 'trouble' : 'plain'}>
      <div className={css.head} data-behind={isBehind || undefined}>
        <span className={css.figure} data-testid="audience-size">
          {numbers ? countText(numbers.guests) : '—'}
        </span>
        <span className={css.of}>{numbers ? t('segment.guestsOf', { base: countText(numbers.base), share: percentText(share) }) : t('segment.noNumber')}</span>
      </div>
      <div className={css.track} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <p className={css.sentence}>{hasFault ? t('segment.faultSentence') : said(tried?.sentence)}</p>
      <p className={css.fresh} role="status">
        {isBehind ? t('segment.counting') : numbers ? t('segment.asOf', { at: instant(numbers.as_of) }) : ''}
      </p>
    </Card>
  )
}

/** Some of the guests, the same each time; each says why it belongs. */
function SampleCard({ numbers, definition }: { numbers: Numbers; definition: Definition }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<Numbers['sample'][number] | null>(null)
  return (
    <Card title={t('segment.sample')} aside={numbers.guests > 0 ? t('segment.sampleOf', { shown: numbers.sample.length, guests: countText(numbers.guests) }) : null}>
      {numbers.sample.length === 0 ? <Note>{t('segment.nobody')}</Note> : null}
      <ul className={css.sample}>
        {numbers.sample.map((guest) => (
          <li key={guest.guest_id}>
            <Link to="/guests/$guestId" params={{ guestId: guest.guest_id }}>
              {guest.name || t('segment.nameless')}
            </Link>
            <Button type="text" size="small" className={css.why} onClick={() => setAsked(guest)} aria-label={t('audience_words.whyOf', { name: guest.name })}>
              {t('audience_words.why')}
            </Button>
          </li>
        ))}
      </ul>
      {asked ? <ExplainDrawer guest={asked} definition={definition} onClose={() => setAsked(null)} /> : null}
    </Card>
  )
}
