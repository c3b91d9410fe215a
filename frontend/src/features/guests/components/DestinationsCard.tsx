import { App, Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { Problem } from '@/lib/http'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState, useSentence } from '@/ui/States'
import { type Answer, type CityAnswer, type Destination, type Destinations, useAnswerCity, useDestinations, useShown, useTakeBackAnswer } from '../api/recommend'
import css from './DestinationsCard.module.css'

const voices = ['agent', 'guest'] as const
const answers = ['not_interested', 'been'] as const satisfies readonly Answer[]
type Voice = (typeof voices)[number]

/** Where to next: four cities with reasons, as an agent says them or a guest reads them; what the guest does not want leaves at once. */
export function DestinationsCard({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const told = useDestinations(guestId)
  if (told.isPending) return <CardSkeleton lines={4} />
  const asOf = told.data?.as_of
  return (
    <Card title={t('recommend.title')} aside={asOf ? t('recommend.asOf', { at: instant(asOf) }) : null}>
      {told.isError ? <Failed error={told.error} onRetry={() => void told.refetch()} /> : <Told guestId={guestId} told={told.data} />}
    </Card>
  )
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  if (error instanceof Problem && error.code === 'features_beyond_units') return <p className="muted">{t('recommend.beyond')}</p>
  return <ErrorState error={error} onRetry={onRetry} />
}

function Told({ guestId, told }: { guestId: string; told: Destinations }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [voice, setVoice] = useState<Voice>('agent')
  useShown(
    guestId,
    told.list_id,
    told.items.map((one) => one.city),
  )
  if (told.state !== 'ready') return <p className={told.state === 'objects' ? css.objects : 'muted'}>{said(told.message)}</p>
  return (
    <>
      {told.items.length ? (
        <Segmented
          className={css.voice}
          size="small"
          aria-label={t('recommend.voices')}
          value={voice}
          onChange={setVoice}
          options={voices.map((one) => ({ value: one, label: t(`recommend.voice.${one}`) }))}
        />
      ) : (
        <p className="muted">{t('recommend.none')}</p>
      )}
      <ol className={css.places}>
        {told.items.map((one) => (
          <Place key={one.city} guestId={guestId} one={one} voice={voice} />
        ))}
      </ol>
      {told.answers.length ? <Said guestId={guestId} of={told.answers} /> : null}
    </>
  )
}

function Place({ guestId, one, voice }: { guestId: string; one: Destination; voice: Voice }) {
  const { t } = useTranslation()
  const said = useSaid()
  const sentence = useSentence()
  const mayEdit = useMay('edit_guests')
  const { message } = App.useApp()
  const answer = useAnswerCity(guestId)
  const say = (word: Answer) => {
    answer.mutate({ city: one.city, answer: word }, { onError: (fault) => void message.error(sentence(fault), 6) })
  }
  return (
    <li className={css.place}>
      <span className={css.number}>{one.place}</span>
      <div>
        <b className={css.city}>{one.city}</b>
        <ul className={css.why}>
          {one.reasons.map((why) => (
            <li key={why.code}>{said(why[voice])}</li>
          ))}
        </ul>
        {mayEdit ? (
          <div className={css.answers}>
            {answers.map((word) => (
              <Button key={word} size="small" disabled={answer.isPending} onClick={() => say(word)} aria-label={t('recommend.answerOf', { city: one.city, answer: t(`recommend.answer.${word}`) })}>
                {t(`recommend.answer.${word}`)}
              </Button>
            ))}
          </div>
        ) : null}
      </div>
    </li>
  )
}

/** What was said of other cities, and how to take it back. */
function Said({ guestId, of }: { guestId: string; of: readonly CityAnswer[] }) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const mayEdit = useMay('edit_guests')
  const { message } = App.useApp()
  const back = useTakeBackAnswer(guestId)
  const take = (city: string) => {
    back.mutate(city, { onError: (fault) => void message.error(sentence(fault), 6) })
  }
  return (
    <section className={css.said}>
      <h3 className="muted small">{t('recommend.said')}</h3>
      <ul>
        {of.map((one) => (
          <li key={one.city}>
            <span>
              {one.city} <span className="muted">· {t(`recommend.answer.${one.answer}`)}</span>
            </span>
            {mayEdit ? (
              <Button type="link" size="small" disabled={back.isPending} onClick={() => take(one.city)} aria-label={t('recommend.takeBackOf', { city: one.city })}>
                {t('recommend.takeBack')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
