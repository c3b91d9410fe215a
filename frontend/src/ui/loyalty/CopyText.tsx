import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../Icon'
import css from './Loyalty.module.css'

/** A code or an address to be handed on: shown whole, however long, and copied by one click. */
export function CopyText({ text }: { text: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  return (
    <span className={css.copy}>
      <span className="mono">{text}</span>
      <Button size="small" icon={<Icon name={copied ? 'check' : 'copy'} size={14} />} onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
        {t(copied ? 'words.copied' : 'loyalty_words.copy')}
      </Button>
    </span>
  )
}
