import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { FormDrawer } from '@/ui/FormDrawer'
import { useListsBehind } from '../../api/recommended'
import { GuestPages } from '../GuestPages'
import type { Opened } from './RecommendedTab'

/** The lists behind a number, each with the guest it was shown to. */
export function ListsDrawer({ opened, days, onClose }: { opened: Opened; days: number; onClose: () => void }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const pages = useListsBehind({ ...opened.asked, days })
  return (
    <FormDrawer open title={opened.name} onClose={onClose}>
      <p className="muted">{t('insight_recommended.behindNote')}</p>
      <GuestPages pages={pages}>
        {(list) => ({
          money: list.city ?? '',
          words: t('insight_recommended.shownOn', { on: instant(list.shown_at), where: t(`insight_recommended.surface.${list.surface}`) }),
          end: list.at ? instant(list.at) : '',
        })}
      </GuestPages>
    </FormDrawer>
  )
}
