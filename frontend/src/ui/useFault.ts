import { useTranslation } from 'react-i18next'
import { Problem } from '@/lib/http'
import { useSentence } from './States'

const known = [
  'email_password_mismatch',
  'too_many_login_attempts',
  'rate_limited',
  'incorrect_code',
  'incorrect_password',
  'enter_current_password',
  'password_too_short',
  'password_too_common',
  'password_company_word',
  'password_too_similar',
  'password_entirely_numeric',
] as const

/** Returns the sentence for a refusal while signing in or setting up a factor. */
export function useFault(): (error: unknown) => string {
  const { t } = useTranslation()
  const sentence = useSentence()
  return (error) => {
    if (error instanceof DOMException) return t('entry.fault.device')
    const code = error instanceof Problem ? known.find((one) => one === error.code) : undefined
    return code ? t(`entry.fault.${code}`) : sentence(error)
  }
}
