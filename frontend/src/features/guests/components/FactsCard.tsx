import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import { useFieldWords } from '@/ui/FieldWords'
import { KeyValues } from '@/ui/KeyValues'
import { fieldOf, type Guest } from '../api/guests'
import { isYesOrNo, useAttributeTitle } from './attributes'
import css from './Guest.module.css'
import { Lineage } from './Lineage'

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)
}

/** Said once by a source; what counts stands on the consent card. */
const consents = new Set(['sms_consent', 'email_consent', 'wechat_consent'])
const shown = ['gender', 'birth_date', 'language', 'nationality', 'company', 'membership', 'address'] as const
/** Of these the header shows the best; the others hold as well. */
const several = ['phone', 'email', 'document'] as const

const SHOWN = 6

/** What is known of the person; pointing at a fact tells who says so. */
export function FactsCard({ guest }: { guest: Guest }) {
  const { t } = useTranslation()
  const [isAll, setAll] = useState(false)
  const titleOf = useAttributeTitle()
  const words = useFieldWords()
  const yesNo = (value: string) => (/^(y|yes|true|1|是)$/i.test(value) ? t('words.yes') : /^(n|no|false|0|否)$/i.test(value) ? t('words.no') : value)
  const others = several.flatMap((name) => {
    const told = fieldOf(guest, name)
    const texts = told?.others.map((one) => words.value(name, one.text)) ?? []
    return told && texts.length > 0 ? [{ label: t('guests.otherOf', { field: words.title(name) }), value: <Several texts={texts} /> }] : []
  })
  const facts = shown.flatMap((name) => {
    const told = fieldOf(guest, name)
    if (!told) return []
    const value = (text: string) => words.value(name, text)
    return [
      {
        label: words.title(name),
        value: (
          <Lineage told={told} shown={value}>
            {[told.best, ...(told.is_list ? told.others : [])].map((one) => value(one.text)).join(t('words.comma'))}
          </Lineage>
        ),
      },
    ]
  })
  const given = Object.entries(guest.attributes)
    .filter(([name]) => !consents.has(name))
    .map(([name, value]) => ({ label: titleOf(name), value: isYesOrNo(name) ? yesNo(textOf(value)) : textOf(value) }))
    .filter((fact) => fact.value !== '')
  const items = [...facts, ...others, ...given]
  if (items.length === 0) return null
  return (
    <Card title={t('guests.facts')}>
      <KeyValues items={isAll ? items : items.slice(0, SHOWN)} />
      {items.length > SHOWN ? (
        <div className={css.more}>
          <Button type="text" size="small" onClick={() => setAll(!isAll)}>
            {isAll ? t('guests.fewerFacts') : t('guests.moreFacts', { count: items.length - SHOWN })}
          </Button>
        </div>
      ) : null}
    </Card>
  )
}

function Several({ texts }: { texts: readonly string[] }) {
  return (
    <>
      {texts.map((text) => (
        <div key={text}>{text}</div>
      ))}
    </>
  )
}
