import { Button, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Icon } from '@/ui/Icon'
import css from './Security.module.css'

/** Recovery codes, shown this once: to print, to copy, to keep as a file. */
export function CodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation()
  const text = [t('trust_security.codesFile'), '', ...codes, ''].join('\n')
  return (
    <Modal
      open
      width={420}
      title={t('trust_security.codes')}
      onCancel={onClose}
      closable={false}
      mask={{ closable: false }}
      footer={[
        <Button key="save" icon={<Icon name="download" size={16} />} href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download="xenia-recovery-codes.txt">
          {t('trust_security.saveCodes')}
        </Button>,
        <Button key="done" type="primary" onClick={onClose}>
          {t('trust_security.keptCodes')}
        </Button>,
      ]}
    >
      <p>{t('trust_security.codesWords')}</p>
      <ul className={`mono ${css.codes ?? ''}`} aria-label={t('trust_security.codes')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Modal>
  )
}
