import { useTranslation } from 'react-i18next'
import { useLanguage } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { KeyValues } from '@/ui/KeyValues'
import { usePlaceWords } from '@/ui/PlaceWords'
import type { Guest } from '../api/guests'
import { isYesOrNo, useAttributeTitle } from './attributes'

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)
}

/** Said once by a source; what counts stands on the consent card. */
const consents = new Set(['sms_consent', 'email_consent', 'wechat_consent'])

const genders = ['female', 'male', 'other'] as const

function isGender(value: string): value is (typeof genders)[number] {
  return (genders as readonly string[]).includes(value)
}

/** A language tag in words; what is no tag stays as the source wrote it. */
function languageName(tag: string, reader: string): string {
  try {
    return tag ? (new Intl.DisplayNames(reader, { type: 'language' }).of(tag) ?? tag) : ''
  } catch {
    return tag
  }
}

/** What the source says of the person. */
export function FactsCard({ guest }: { guest: Guest }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const titleOf = useAttributeTitle()
  const { country } = usePlaceWords()
  const yesNo = (value: string) => (/^(y|yes|true|1|是)$/i.test(value) ? t('words.yes') : /^(n|no|false|0|否)$/i.test(value) ? t('words.no') : value)
  const { summary } = guest
  const given = Object.entries(guest.attributes)
    .filter(([name]) => !consents.has(name))
    .map(([name, value]) => ({ label: titleOf(name), value: isYesOrNo(name) ? yesNo(textOf(value)) : textOf(value) }))
  const facts = [
    { label: t('guests.gender'), value: isGender(summary.gender) ? t(`guests.genders.${summary.gender}`) : summary.gender },
    { label: t('guests.birthday'), value: guest.birthday },
    { label: t('guests.language'), value: languageName(guest.language, language) },
    { label: t('guests.nationality'), value: guest.nationality ? country(guest.nationality) : '' },
    { label: t('guests.company'), value: guest.company },
    { label: t('guests.membership'), value: guest.membership_number },
    { label: t('guests.address'), value: guest.address },
    ...given,
  ].filter((fact) => fact.value !== '')
  if (facts.length === 0) return null
  return (
    <Card title={t('guests.facts')}>
      <KeyValues items={facts} />
    </Card>
  )
}
