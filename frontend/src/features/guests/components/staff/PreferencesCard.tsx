import { Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Tag, type Tone } from '@/ui/StatusTag'
import { type Trait, useEndTrait, usePreferences } from '../../api/staff'
import { useTraitText } from '../told'
import { PreferenceDrawer } from './PreferenceDrawer'
import css from './Staff.module.css'
import { useSaved } from '@/ui/useSaved'

const SURE = 0.75

/** Health in red, a guess in grey, everything else in jade. */
function toneOf(trait: Trait): Tone {
  if (trait.is_sensitive) return 'cinnabar'
  return trait.confidence < SURE ? 'grey' : trait.source === 'model' ? 'slate' : 'jade'
}

/** What the guest likes and needs; who says so, how sure and since when, on pointing at it. */
export function PreferencesCard({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const traits = usePreferences(guestId)
  const mayEdit = useMay('edit_guests')
  const [open, setOpen] = useState(false)
  if (traits.isPending) return <CardSkeleton lines={3} />
  const holding = traits.data?.holding ?? []
  return (
    <Card
      title={t('staff.likes')}
      aside={
        mayEdit ? (
          <Button size="small" type="text" icon={<Icon name="plus" size={14} />} onClick={() => setOpen(true)}>
            {t('staff.add')}
          </Button>
        ) : null
      }
    >
      {traits.isError ? <ErrorState error={traits.error} onRetry={() => void traits.refetch()} /> : null}
      {holding.length === 0 && !traits.isError ? <p className="muted">{t('staff.noLikes')}</p> : null}
      <div className={css.chips}>
        {holding.map((one) => (
          <TraitChip key={one.id} trait={one} mayEnd={mayEdit && one.source === 'staff'} />
        ))}
      </div>
      {open ? <PreferenceDrawer guestId={guestId} onClose={() => setOpen(false)} /> : null}
    </Card>
  )
}

function TraitChip({ trait, mayEnd }: { trait: Trait; mayEnd: boolean }) {
  const { t } = useTranslation()
  const said = useSaid()
  const traitText = useTraitText()
  const end = useEndTrait()
  const saved = useSaved()
  const who = trait.source === 'staff' ? trait.said_by_name || t('staff.source.staff') : trait.source_name || t(`staff.source.${trait.source}`)
  const proof = (
    <div className={css.proof}>
      <b>{said(trait.kind_name)}</b>
      <span>{t('staff.saidBy', { who, date: dateText(trait.said_at) })}</span>
      <span>{t('staff.sure', { percent: Math.round(trait.confidence * 100) })}</span>
      {trait.valid_until ? <span>{t('staff.until', { date: dateText(trait.valid_until) })}</span> : null}
    </div>
  )
  const isCode = trait.source !== 'staff' && /^(\d+([.]\d+)?|[yn]|yes|no|true|false)$/i.test(said(trait.value_name))
  const word = trait.is_hidden ? `${said(trait.kind_name)} · ${t('staff.hidden')}` : isCode ? traitText(trait.kind, trait.value) : said(trait.value_name)
  const needsKind = trait.is_sensitive && !trait.is_hidden
  return (
    <span className={css.chip}>
      <Popover content={proof} placement="bottomLeft" mouseEnterDelay={0.2}>
        <button type="button" className={css.chip} aria-label={`${said(trait.kind_name)}: ${word}`}>
          <Tag tone={toneOf(trait)}>{needsKind ? `${said(trait.kind_name)} · ${word}` : word}</Tag>
        </button>
      </Popover>
      {mayEnd ? (
        <button type="button" className={css.cross} aria-label={t('staff.endLike', { what: word })} onClick={() => end.mutate(trait.id, saved(t('staff.ended')))}>
          <Icon name="cross" size={12} />
        </button>
      ) : null}
    </span>
  )
}
