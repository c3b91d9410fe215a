import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { KeyValues } from '@/ui/KeyValues'
import { groups } from './destinations'

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const places = groups.flatMap((group) => group.destinations)
  return (
    <Modal open title={t('shell.keys')} onCancel={onClose} footer={null} width={420}>
      <KeyValues
        items={[
          { label: <kbd>/</kbd>, value: t('shell.keySearch') },
          ...places.map((place) => ({ label: <kbd>g {place.letter}</kbd>, value: t(`shell.place.${place.name}`) })),
          { label: <kbd>g i</kbd>, value: t('shell.keyImport') },
          { label: <kbd>g r</kbd>, value: t('shell.keyRuns') },
          { label: <kbd>g q</kbd>, value: t('shell.keyQuarantine') },
          { label: <kbd>↑ ↓</kbd>, value: t('shell.keyRows') },
          { label: <kbd>?</kbd>, value: t('shell.keyHelp') },
        ]}
      />
    </Modal>
  )
}
