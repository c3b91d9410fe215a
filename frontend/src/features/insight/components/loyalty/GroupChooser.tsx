import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { type IndexGrouping, groupings, useIndexGroups } from '@/lib/loyaltyIndex'
import { useGroupName } from './groupNames'

export interface Chosen {
  by: IndexGrouping
  key: string
  name: string
}

/** Which group stands beside everybody. */
export function GroupChooser({ chosen, onChoose }: { chosen: Chosen | undefined; onChoose: (chosen: Chosen | undefined) => void }) {
  const { t } = useTranslation()
  const name = useGroupName()
  const found = { tier: useIndexGroups('tier'), value: useIndexGroups('value'), group: useIndexGroups('group'), year: useIndexGroups('year') }
  const options = groupings.flatMap((by) => {
    const ones = (found[by].data ?? []).map((one) => ({ value: `${by} ${one.key}`, label: name(by, one) }))
    return ones.length > 0 ? [{ label: t(`loyalty_index.by.${by}`), options: ones }] : []
  })
  function pick(value: string | undefined): void {
    const by = groupings.find((one) => value?.startsWith(`${one} `))
    const key = by && value ? value.slice(by.length + 1) : ''
    const group = by ? found[by].data?.find((one) => one.key === key) : undefined
    onChoose(by && group ? { by, key, name: name(by, group) } : undefined)
  }
  return (
    <Select
      allowClear
      style={{ width: 176 }}
      options={options}
      value={chosen ? `${chosen.by} ${chosen.key}` : undefined}
      placeholder={t('loyalty_index.compare')}
      aria-label={t('loyalty_index.compare')}
      onChange={(value: string | undefined) => pick(value)}
    />
  )
}
