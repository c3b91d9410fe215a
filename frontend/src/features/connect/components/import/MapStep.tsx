import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type Document, type Kind, useKinds } from '../../api/mapping'
import { type Shape, shapeOf, type Upload, usePreview, useSuggestion } from '../../api/uploads'
import { ColumnsTable } from './ColumnsTable'
import { Constants } from './Constants'
import { placeText, type Target, targetAt, withField } from './document'
import { ExpressionDrawer } from './ExpressionDrawer'
import css from './Import.module.css'
import { MapToolbar } from './MapToolbar'
import { PreviewCard } from './PreviewCard'
import { useDraft } from './useDraft'

interface Props {
  upload: Upload
  onBack: () => void
  onDone: () => void
}

/** Which column becomes what; beside it, what that makes of a row. */
export function MapStep(props: Props) {
  const { upload } = props
  const [draft, keep] = useDraft(upload.id)
  const suggestion = useSuggestion(upload.id)
  const kinds = useKinds()
  const document = draft ?? suggestion.data
  const shape = shapeOf(upload)
  const error = (draft ? null : suggestion.error) ?? kinds.error
  if (error) {
    return (
      <Card>
        <ErrorState error={error} onRetry={() => void suggestion.refetch()} />
      </Card>
    )
  }
  if (!document || !shape || !kinds.data) return <CardSkeleton lines={12} />
  return <Editor {...props} document={document} onChange={keep} shape={shape} kinds={kinds.data} suggestion={suggestion.data} />
}

interface EditorProps extends Props {
  document: Document
  onChange: (document: Document) => void
  shape: Shape
  kinds: Kind[]
  suggestion: Document | undefined
}

function Editor({ upload, onBack, onDone, document, onChange, shape, kinds, suggestion }: EditorProps) {
  const { t } = useTranslation()
  const preview = usePreview(upload.id, document)
  const [onlyMapped, setOnlyMapped] = useState(false)
  const [open, setOpen] = useState<Target | null>(null)
  const usable = document.records.length > 0 && !preview.isError
  return (
    <>
      <div className={css.map}>
        <Card flush>
          <MapToolbar
            document={document}
            kinds={kinds}
            suggestion={suggestion}
            sourceId={upload.source_id}
            onlyMapped={onlyMapped}
            onOnlyMapped={setOnlyMapped}
            onChange={onChange}
          />
          <ColumnsTable document={document} kinds={kinds} shape={shape} onlyMapped={onlyMapped} onOpen={setOpen} onChange={onChange} />
          <Constants document={document} kinds={kinds} onChange={onChange} />
        </Card>
        <div className={css.sticky}>
          <PreviewCard preview={preview} onFix={(record, field) => setOpen(targetAt(document, record, field))} />
        </div>
      </div>
      {open ? (
        <ExpressionDrawer
          key={placeText(open)}
          target={open}
          kinds={kinds}
          shape={shape}
          onClose={() => setOpen(null)}
          onSave={(expression) => {
            onChange(withField(document, open, expression))
            setOpen(null)
          }}
        />
      ) : null}
      <div className={css.foot}>
        <Button onClick={onBack}>{t('connect.import.back')}</Button>
        <Button
          type="primary"
          disabled={!usable}
          onClick={() => {
            onChange(document)
            onDone()
          }}
        >
          {t('connect.import.toCheck')}
        </Button>
      </div>
    </>
  )
}
