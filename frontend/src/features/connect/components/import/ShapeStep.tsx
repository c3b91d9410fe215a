import { App, Button, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText, sizeText } from '@/lib/format'
import { useLanguage } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { ErrorState, useSentence } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { type ReadOptions, type Shape, shapeOf, type Upload, useInspect } from '../../api/uploads'
import css from './Import.module.css'
import { SampleTable } from './SampleTable'

const encodings = ['utf-8', 'gb18030', 'big5', 'utf-16', 'windows-1252']
const delimiters = [',', '\t', ';', '|'] as const
const delimiterNames = { ',': 'comma', '\t': 'tab', ';': 'semicolon', '|': 'pipe' } as const

function isDelimiter(value: string | null): value is (typeof delimiters)[number] {
  return (delimiters as readonly (string | null)[]).includes(value)
}

/** What the file turned out to be; each guess can be overruled and the file is looked at again. */
export function ShapeStep({ upload, onBack, onDone }: { upload: Upload; onBack: () => void; onDone: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const shape = shapeOf(upload)
  if (!shape) {
    return (
      <Card>
        <ErrorState error={null} />
      </Card>
    )
  }
  const about = shape.rows_estimate === null ? '' : t('connect.import.about', { rows: countText(shape.rows_estimate) })
  const facts = [shape.format.toUpperCase(), shape.compression ?? '', sizeText(upload.size_bytes), about]
  return (
    <>
      <Card title={upload.file_name} aside={facts.filter(Boolean).join(' · ')}>
        <Options upload={upload} shape={shape} />
        {shape.warnings.map((warning, index) => (
          <p key={`${warning.code}${index}`} style={{ marginTop: 8 }}>
            <Tag tone="amber">{t('connect.import.note')}</Tag> {language === 'en' ? warning.message : warning.message_zh}
          </p>
        ))}
      </Card>
      <div style={{ height: 16 }} />
      <Card flush title={t('connect.import.firstRows')} aside={t('connect.import.columns', { count: shape.header.length })}>
        <SampleTable shape={shape} />
      </Card>
      <div className={css.foot}>
        <Button onClick={onBack}>{t('connect.import.otherFile')}</Button>
        <Button type="primary" onClick={onDone}>
          {t('connect.import.toMap')}
        </Button>
      </div>
    </>
  )
}

function Options({ upload, shape }: { upload: Upload; shape: Shape }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const inspect = useInspect(upload.id)
  const kept = upload.options as Partial<ReadOptions>
  function again(part: Partial<ReadOptions>): void {
    inspect.mutate({ ...kept, ...part }, { onError: (error) => void message.error({ content: sentence(error), duration: 8 }) })
  }
  const isText = shape.encoding !== null
  return (
    <div className={css.fieldRow} aria-busy={inspect.isPending}>
      {isText ? <EncodingField shape={shape} isChosen={!!kept.encoding} onPick={(encoding) => again({ encoding })} /> : null}
      {shape.delimiter !== null ? (
        <label className={css.field}>
          <span>{t('connect.import.delimiter')}</span>
          <Select
            value={shape.delimiter}
            options={delimiters.map((value) => ({ value, label: t(`connect.import.delimiters.${delimiterNames[value]}`) }))}
            labelRender={({ value }) => (isDelimiter(String(value)) ? t(`connect.import.delimiters.${delimiterNames[value as ',']}`) : String(value))}
            onChange={(delimiter: string) => again({ delimiter })}
          />
        </label>
      ) : null}
      {shape.sheets.length > 0 ? (
        <label className={css.field}>
          <span>{t('connect.import.sheet')}</span>
          <Select
            value={kept.sheet ?? shape.sheet ?? shape.sheets[0]}
            options={shape.sheets.map((value) => ({ value, label: value }))}
            onChange={(sheet: string) => again({ sheet })}
          />
        </label>
      ) : null}
      {isText || shape.sheets.length > 0 ? (
        <label className={css.field}>
          <span>{t('connect.import.headerRow')}</span>
          <InputNumber min={1} max={1000} value={shape.header_row} changeOnBlur onChange={(row) => again({ header_row: row ?? 1 })} />
        </label>
      ) : null}
      {inspect.isPending ? <span className="muted">{t('connect.import.looking')}</span> : null}
    </div>
  )
}

const SURE = 0.9

function EncodingField({ shape, isChosen, onPick }: { shape: Shape; isChosen: boolean; onPick: (encoding: string) => void }) {
  const { t } = useTranslation()
  const value = shape.encoding ?? ''
  const known = encodings.includes(value) ? encodings : [value, ...encodings]
  const how = isChosen ? t('connect.import.byYou') : shape.encoding_confidence >= SURE ? t('connect.import.detected') : t('connect.import.unsure')
  return (
    <label className={css.field}>
      <span>{t('connect.import.encoding', { how })}</span>
      <Select value={value} options={known.map((one) => ({ value: one, label: one.toUpperCase() }))} onChange={onPick} style={{ minWidth: 160 }} />
    </label>
  )
}
