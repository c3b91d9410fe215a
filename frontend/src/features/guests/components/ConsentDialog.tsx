import { App, Button, Checkbox, Input, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage, useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { ReasonTag } from '@/ui/ConsentWords'
import { Instant } from '@/ui/Money'
import { useSentence } from '@/ui/States'
import { type Notice, type Purpose, type Said, type Standing, useNoticesShown, useRecordConsent } from '../api/consents'
import css from './Consent.module.css'
import { ConsentHistory } from './ConsentHistory'

interface Props {
  recordId: string
  standing: Standing
  purpose: Purpose
  isChild: boolean
  onClose: () => void
}

/** Where the guest stands on one purpose and channel, the words to read out, and the answer: taking back is as easy as giving. */
export function ConsentDialog({ recordId, standing, purpose, isChild, onClose }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const mayRecord = useMay('record_consent')
  const own = useLanguage()
  const [language, setLanguage] = useState(own)
  const [byGuardian, setByGuardian] = useState(false)
  const [reference, setReference] = useState('')
  const notices = useNoticesShown()
  const notice = notices.data?.find((one) => one.purpose === purpose.code)
  const { tell, pending } = useTell({ recordId, standing, notice, onClose })
  const answer = (word: Said) => tell(word, { language, by_guardian: byGuardian, reference: reference.trim() })
  const title = standing.channel === 'all' ? said(purpose.name) : `${said(purpose.name)} · ${t(`trust_consent.channel.${standing.channel}`)}`
  const needsGuardian = isChild && purpose.guardian && !byGuardian
  const foot = <Answers standing={standing} pending={pending} mayGive={!!notice && !needsGuardian} onAnswer={answer} />
  return (
    <Modal open width={560} title={title} onCancel={onClose} footer={mayRecord ? foot : null}>
      <Now standing={standing} />
      {mayRecord && standing.reason !== 'given' ? <Read notice={notice} language={language} onLanguage={setLanguage} /> : null}
      {mayRecord ? (
        <div className={css.more}>
          {isChild && purpose.guardian ? (
            <Checkbox checked={byGuardian} onChange={(event) => setByGuardian(event.target.checked)}>
              {t('trust_consent.byGuardian')}
            </Checkbox>
          ) : null}
          <Input aria-label={t('trust_consent.reference')} placeholder={t('trust_consent.reference')} maxLength={60} value={reference} onChange={(event) => setReference(event.target.value)} />
        </div>
      ) : null}
      <ConsentHistory recordId={recordId} purpose={purpose.code} channel={standing.channel} />
    </Modal>
  )
}

function Now({ standing }: { standing: Standing }) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <div className={css.said}>
      <ReasonTag reason={standing.reason} />
      <span>{said(standing.text)}</span>
      {standing.since ? (
        <span className="muted">
          {t('trust_consent.since')} <Instant at={standing.since} />
        </span>
      ) : null}
      {standing.expires_at && standing.reason === 'given' ? (
        <span className="muted">
          {t('trust_consent.until')} <Instant at={standing.expires_at} />
        </span>
      ) : null}
    </div>
  )
}

/** The words of the notice, in the guest's language. */
function Read({ notice, language, onLanguage }: { notice: Notice | undefined; language: 'zh-CN' | 'en'; onLanguage: (language: 'zh-CN' | 'en') => void }) {
  const { t } = useTranslation()
  if (!notice) return <p className={css.read}>{t('trust_consent.noNotice')}</p>
  return (
    <>
      <div className={css.readHead}>
        <span>{t('trust_consent.readOut', { version: notice.version })}</span>
        <Segmented
          size="small"
          value={language}
          onChange={onLanguage}
          options={[
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
      <p className={css.read} lang={language}>
        {language === 'en' ? notice.text.en : notice.text.zh}
      </p>
    </>
  )
}

function Answers({ standing, pending, mayGive, onAnswer }: { standing: Standing; pending: boolean; mayGive: boolean; onAnswer: (word: Said) => void }) {
  const { t } = useTranslation()
  const isGiven = standing.reason === 'given'
  const saidNo = standing.reason === 'refused' || standing.reason === 'withdrawn'
  return (
    <div className={css.foot}>
      {isGiven ? (
        <Button danger type="primary" loading={pending} onClick={() => onAnswer('withdrawn')}>
          {t('trust_consent.withdraw')}
        </Button>
      ) : (
        <>
          {saidNo ? null : (
            <Button loading={pending} onClick={() => onAnswer('refused')}>
              {t('trust_consent.refuse')}
            </Button>
          )}
          <Button type="primary" disabled={!mayGive} loading={pending} onClick={() => onAnswer('given')}>
            {t('trust_consent.give')}
          </Button>
        </>
      )}
    </div>
  )
}

interface Telling {
  recordId: string
  standing: Standing
  notice: Notice | undefined
  onClose: () => void
}

function useTell({ recordId, standing, notice, onClose }: Telling) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const record = useRecordConsent(recordId)
  function tell(said: Said, proof: { language: 'zh-CN' | 'en'; by_guardian: boolean; reference: string }): void {
    record.mutate(
      { purpose: standing.purpose, channel: standing.channel, said, way: 'desk', notice_version: notice?.version ?? 0, ...proof },
      {
        onSuccess: () => {
          void message.success(t('trust_consent.recorded'))
          onClose()
        },
        onError: (error) => void message.error(sentence(error)),
      },
    )
  }
  return { tell, pending: record.isPending }
}
