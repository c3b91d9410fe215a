import { App, Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '@/ui/Icon'
import { useSentence } from '@/ui/States'
import { useMakeKey } from '../../api/keys'
import css from './Keys.module.css'

const lives = [30, 90, 180, 365]

/** Makes a key and shows it, this once. */
export function NewKey({ accountId }: { accountId: string }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [days, setDays] = useState(90)
  const make = useMakeKey(accountId)
  if (make.data) return <ShownOnce value={make.data.key} />
  return (
    <div className={css.make}>
      <Segmented value={days} onChange={setDays} options={lives.map((count) => ({ value: count, label: t('trust_keys.days', { count }) }))} aria-label={t('trust_keys.life')} />
      <Button type="primary" loading={make.isPending} onClick={() => make.mutate(days, { onError: (error) => void message.error(sentence(error)) })}>
        {t('trust_keys.make')}
      </Button>
    </div>
  )
}

function ShownOnce({ value }: { value: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  return (
    <div className={css.once} role="status">
      <p>{t('trust_keys.once')}</p>
      <code className={`mono ${css.value ?? ''}`}>{value}</code>
      <div className={css.actions}>
        <Button icon={<Icon name={copied ? 'check' : 'copy'} size={16} />} onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}>
          {t(copied ? 'words.copied' : 'trust_keys.copy')}
        </Button>
      </div>
      <p className="muted small mono">{`curl -H "Authorization: Bearer ${value.slice(0, 10)}…" ${window.location.origin}/api/guests`}</p>
    </div>
  )
}
