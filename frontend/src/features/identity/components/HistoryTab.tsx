import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Instant } from '@/ui/Money'
import { EmptyState, useSentence } from '@/ui/States'
import { Status, Tag } from '@/ui/StatusTag'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { type DecisionLine, useHistory, useUndo } from '../api/desk'
import css from './Desk.module.css'
import { PairView } from './PairView'

/** What people decided, newest first; each line can be taken back with all that was said with it. */
export function HistoryTab() {
  const { t } = useTranslation()
  const pages = useHistory()
  const [looked, setLooked] = useState<DecisionLine>()
  const columns = useColumns(setLooked)
  return (
    <>
      <DataTable
        name="identity-decisions"
        label={t('identity.history')}
        columns={columns}
        pages={pages}
        rowKey={(line) => line.id}
        empty={
          <EmptyState icon="clock" title={t('identity.noHistory')}>
            {t('identity.noHistoryWords')}
          </EmptyState>
        }
      />
      {looked ? (
        <FormDrawer open wide title={t('identity.lookedAt')} onClose={() => setLooked(undefined)}>
          <PairView isNarrow pair={{ left: looked.left_id, right: looked.right_id }} />
        </FormDrawer>
      ) : null}
    </>
  )
}

function useColumns(onLook: (line: DecisionLine) => void): Column<DecisionLine>[] {
  const { t } = useTranslation()
  return [
    { key: 'at', title: t('identity.when'), render: (line) => <Instant at={line.said_at} relative /> },
    { key: 'said', title: t('identity.said'), render: (line) => <Tag tone={line.said === 'same' ? 'jade' : 'slate'}>{t(line.said === 'same' ? 'identity.same' : 'identity.different')}</Tag> },
    {
      key: 'records',
      title: t('identity.records'),
      render: (line) => (
        <>
          <button type="button" className={css.look} onClick={() => onLook(line)}>
            {line.left_name} · {line.right_name}
          </button>
          {line.pairs > 1 ? <span className="muted"> {t('identity.andPairs', { count: line.pairs - 1 })}</span> : null}
        </>
      ),
    },
    { key: 'reason', title: t('identity.reason'), render: (line) => line.reason || <span className="muted">—</span> },
    { key: 'by', title: t('identity.by'), render: (line) => line.said_by || t('identity.theProduct') },
    { key: 'undo', title: t('identity.undo'), quiet: true, align: 'right', render: (line) => <Undo line={line} /> },
  ]
}

function Undo({ line }: { line: DecisionLine }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const undo = useUndo()
  if (line.undone_at) {
    return (
      <Status>
        {line.undone_by ? t('identity.undoneBy', { who: line.undone_by }) : t('identity.undone')}
      </Status>
    )
  }
  return (
    <Button
      size="small"
      loading={undo.isPending}
      onClick={() => {
        undo.mutate(line.id, {
          onSuccess: ({ records }) => void message.success(t('identity.undoneRecords', { count: records })),
          onError: (fault) => void message.error(sentence(fault)),
        })
      }}
    >
      {t('identity.undo')}
    </Button>
  )
}
