import { App, Button, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { LinkOutcome } from '../api/access'

/** The one-time link, shown this once, with what to do with it. */
export function LinkShown({ outcome, name, onClose }: { outcome: LinkOutcome; name: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const link = window.location.origin + outcome.path
  const copy = () => void navigator.clipboard.writeText(link).then(() => message.success(t('trust_people.linkCopied')))
  return (
    <Modal
      open
      width={520}
      title={t('trust_people.linkTitle', { name })}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <>
          <Button onClick={onClose}>{t('words.close')}</Button>
          <Button type="primary" onClick={copy}>
            {t('trust_people.linkCopy')}
          </Button>
        </>
      }
    >
      <p style={{ marginBottom: 12 }}>{t('trust_people.linkWords')}</p>
      {outcome.approval_id ? <p style={{ marginBottom: 12, color: 'var(--amber-ink)' }}>{t('trust_people.linkLater')}</p> : null}
      <Input readOnly className="mono" value={link} aria-label={t('trust_people.linkCopy')} onFocus={(event) => event.target.select()} />
    </Modal>
  )
}
