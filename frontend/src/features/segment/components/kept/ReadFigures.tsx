import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { KeyValues } from '@/ui/KeyValues'
import type { ListMade } from '../../api/audiences'

const parts = ['lines', 'guests', 'repeated', 'unknown', 'several', 'unreadable'] as const

/** What became of the lines of a file; what there was none of is left out. */
export function ReadFigures({ read }: { read: ListMade['read'] }) {
  const { t } = useTranslation()
  const shown = parts.filter((part) => read[part] > 0)
  return <KeyValues items={shown.map((part) => ({ label: t(`segment_kept.read.${part}`), value: countText(read[part]) }))} />
}
