import { Checkbox, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { type Document, documentOf, type Kind, usePresets } from '../../api/mapping'
import { useNewestMappings } from '../../api/sources'
import { withPrimary } from './document'
import css from './Import.module.css'

interface Props {
  document: Document
  kinds: readonly Kind[]
  suggestion: Document | undefined
  sourceId: string
  onlyMapped: boolean
  onOnlyMapped: (only: boolean) => void
  onChange: (document: Document) => void
}

/** Where to begin: the suggestion, a mapping this source used before, or one that ships with the product. */
export function MapToolbar(props: Props) {
  const { document, suggestion, sourceId, onChange, onlyMapped, onOnlyMapped } = props
  const { t } = useTranslation()
  const said = useSaid()
  const { data: presets = [] } = usePresets()
  const { data: own = [] } = useNewestMappings(sourceId)
  const groups = [
    { label: t('connect.import.guess'), options: suggestion ? [{ value: 'guess', label: t('connect.import.suggested') }] : [] },
    {
      label: t('connect.import.ofSource'),
      options: own.map((one) => ({ value: one.id, label: `${one.name} · ${t('connect.versionNumber', { version: one.version })}` })),
    },
    { label: t('connect.import.presets'), options: presets.map((one) => ({ value: `preset:${one.name}`, label: said(one.title) })) },
  ]
  function begin(value: string): void {
    const preset = presets.find((one) => `preset:${one.name}` === value)?.document
    const mine = own.find((one) => one.id === value)?.document
    const content = preset ?? mine
    if (content) onChange(documentOf(content))
    else if (suggestion) onChange(suggestion)
  }
  return (
    <div className={css.toolbar}>
      <Select
        aria-label={t('connect.import.template')}
        placeholder={t('connect.import.template')}
        style={{ minWidth: 200 }}
        popupMatchSelectWidth={false}
        options={groups.filter((group) => group.options.length > 0)}
        value={null}
        onChange={(value: string | null) => {
          if (value) begin(value)
        }}
      />
      <Primary document={document} kinds={props.kinds} onChange={onChange} />
      <Checkbox checked={onlyMapped} onChange={(event) => onOnlyMapped(event.target.checked)}>
        {t('connect.import.onlyMapped')}
      </Checkbox>
    </div>
  )
}

function Primary({ document, kinds, onChange }: Pick<Props, 'document' | 'kinds' | 'onChange'>) {
  const { t } = useTranslation()
  const said = useSaid()
  const title = (kind: string) => said(kinds.find((one) => one.kind === kind)?.title) || kind
  if (document.records.length < 2) return null
  return (
    <label>
      <span className="muted small">{t('connect.import.countBy')} </span>
      <Select
        size="small"
        popupMatchSelectWidth={false}
        value={document.records[0]?.kind}
        options={document.records.map((record) => ({ value: record.kind, label: title(record.kind) }))}
        onChange={(kind: string) => onChange(withPrimary(document, kind))}
      />
    </label>
  )
}
