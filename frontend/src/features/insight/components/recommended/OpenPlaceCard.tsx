import { useTranslation } from 'react-i18next'
import { countText, percentText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import type { OpenPlace, ShownShare } from '../../api/recommended'
import css from './Recommended.module.css'
import { Whisker } from './Whisker'

/** What giving the last place to less likely cities costs, told from the log. */
export function OpenPlaceCard({ open }: { open: OpenPlace }) {
  const { t } = useTranslation()
  return (
    <Card title={t('insight_recommended.openPlace')} aside={open.drawn > 0 ? t('insight_recommended.drawn', { count: open.drawn, drawn: countText(open.drawn) }) : null}>
      <Note>{t('insight_recommended.openWords')}</Note>
      {open.as_drawn && open.usual ? <Both drawn={open.as_drawn} usual={open.usual} /> : <p className="muted">{t(open.drawn > 0 ? 'insight_recommended.tooFew' : 'insight_recommended.nothingDrawn')}</p>}
    </Card>
  )
}

function Both({ drawn, usual }: { drawn: ShownShare; usual: ShownShare }) {
  const { t } = useTranslation()
  const most = Math.max(0.01, drawn.high, usual.high)
  const by = drawn.share - usual.share
  const isSeen = drawn.low > usual.high || drawn.high < usual.low
  const words = { by: (100 * Math.abs(by)).toFixed(1) }
  return (
    <>
      <div className={css.both}>
        <One name={t('insight_recommended.asDrawn')} share={drawn} most={most} />
        <One name={t('insight_recommended.usual')} share={usual} most={most} quiet />
      </div>
      <p>{isSeen ? t(by < 0 ? 'insight_recommended.cost' : 'insight_recommended.gain', words) : t('insight_recommended.even')}</p>
    </>
  )
}

function One({ name, share, most, quiet = false }: { name: string; share: ShownShare; most: number; quiet?: boolean }) {
  const { t } = useTranslation()
  return (
    <div className={css.one}>
      <span>{name}</span>
      <Whisker of={share} most={most} quiet={quiet} />
      <b>{percentText(share.share, 1)}</b>
      <span>{t('insight_recommended.range', { low: percentText(share.low, 1), high: percentText(share.high, 1) })}</span>
    </div>
  )
}
