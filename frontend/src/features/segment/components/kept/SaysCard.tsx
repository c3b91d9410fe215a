import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import type { AudienceDetail } from '../../api/audiences'
import { stateOf } from './AudienceState'
import css from './Kept.module.css'
import { ReadFigures } from './ReadFigures'

/** Whom the audience means, in a sentence; why it stands still, where it does; and who else asks about it. */
export function SaysCard({ detail }: { detail: AudienceDetail }) {
  const { t } = useTranslation()
  const said = useSaid()
  const one = detail.audience
  const state = stateOf(one)
  return (
    <Card title={t('segment_kept.says')} tone={state === 'frozen' ? 'attention' : 'plain'}>
      <p className={css.says}>{said(one.sentence)}</p>
      {one.note ? <p className={css.note}>{one.note}</p> : null}
      {state === 'frozen' ? (
        <p className={css.note}>
          {t('segment_kept.frozenWords', { why: one.findings.map((finding) => said(finding.told)).join(t('words.semicolon')), day: one.made_on ? dateText(one.made_on) : '—' })}
        </p>
      ) : null}
      {state === 'archived' ? <p className={css.note}>{t('segment_kept.archivedWords')}</p> : null}
      {one.copied_from ? (
        <p className={css.note}>
          <Link to="/audiences/$audienceId" params={{ audienceId: one.copied_from }}>
            {t('segment_kept.copiedFrom')}
          </Link>
        </p>
      ) : null}
      {one.read ? (
        <div className={css.facts}>
          <ReadFigures read={one.read} />
        </div>
      ) : null}
      {detail.asked_by.length > 0 ? (
        <p className={css.note}>
          {t('segment_kept.askedBy')}
          {detail.asked_by.map((other, place) => (
            <Fragment key={other.id}>
              {place > 0 ? t('words.comma') : null}
              <Link to="/audiences/$audienceId" params={{ audienceId: other.id }}>
                {said(other.name)}
              </Link>
            </Fragment>
          ))}
        </p>
      ) : null}
    </Card>
  )
}
