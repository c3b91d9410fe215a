import { App, Button, Input } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { useConfirm } from '@/ui/useConfirm'
import { type Fault, type QuarantinedRow, useDiscard, useMendRow, useReplay } from '../api/quarantine'
import { useRun } from '../api/runs'
import { useFaultField } from './fieldTitle'
import css from './Quarantine.module.css'

/** Under this name the server keeps a row that it could not split into columns. */
const RAW = '_raw'

interface Props {
  row: QuarantinedRow
  next: QuarantinedRow | undefined
  onGo: (row: string | undefined) => void
}

/** Saving a mended row runs it through the contract at once and goes on to the next. */
function useMend({ row, next, onGo }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const confirm = useConfirm()
  const mend = useMendRow()
  const replay = useReplay()
  const discard = useDiscard()
  const tell = (error: unknown) => void message.error(sentence(error))
  async function save(values: Record<string, string | null>): Promise<void> {
    try {
      if (Object.keys(values).length > 0) await mend.mutateAsync({ id: row.id, values })
      await replay.mutateAsync({ sourceId: row.source_id, ids: [row.id] })
      void message.success(t('connect.quarantine.sent'))
      onGo(next?.id)
    } catch (error) {
      tell(error)
    }
  }
  async function giveUp(): Promise<void> {
    const question = { title: t('connect.quarantine.discard'), what: t('connect.quarantine.discardWhat'), action: t('connect.quarantine.discard'), danger: true }
    if (!(await confirm(question))) return
    discard.mutate([row.id], { onSuccess: () => onGo(next?.id), onError: tell })
  }
  return { save, giveUp, isSaving: mend.isPending || replay.isPending }
}

/** One row as it stood in the file, the faulty cells marked and open for mending. */
export function RowDrawer(props: Props) {
  const { row, onGo } = props
  const { t } = useTranslation()
  const run = useRun(row.run_id)
  const isRaw = RAW in row.values
  const mayAct = useMay('load_data') && row.state === 'waiting' && run.data?.is_dry === false
  const mayMend = mayAct && !isRaw
  const [edited, setEdited] = useState<Record<string, string>>({})
  const { save, giveUp, isSaving } = useMend(props)
  return (
    <FormDrawer
      open
      wide
      title={t('connect.quarantine.rowTitle', { file: row.file_name, row: countText(row.row_number) })}
      saveLabel={t('connect.quarantine.mend')}
      saving={isSaving}
      changed={Object.keys(edited).length > 0}
      onSave={mayMend ? () => void save(edited) : undefined}
      onClose={() => onGo(undefined)}
      extra={
        mayAct ? (
          <Button type="text" danger onClick={() => void giveUp()}>
            {t('connect.quarantine.discard')}
          </Button>
        ) : null
      }
    >
      <Faults faults={row.faults} />
      {isRaw ? <Raw text={row.values[RAW] ?? ''} /> : null}
      {run.data?.is_dry ? <p className="muted">{t('connect.quarantine.ofDryRun')}</p> : null}
      <Cells row={row} edited={edited} isOpen={mayMend} onEdit={(column, value) => setEdited((before) => ({ ...before, [column]: value }))} />
    </FormDrawer>
  )
}

/** A row that could not be split into columns, as it stood in the file. */
function Raw({ text }: { text: string }) {
  const { t } = useTranslation()
  return (
    <>
      <pre className={css.raw}>{text}</pre>
      <p className="muted">{t('connect.quarantine.rawWords')}</p>
    </>
  )
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  const said = useSaid()
  const fieldOf = useFaultField()
  return (
    <div className={css.faults}>
      {faults.map((fault, index) => (
        <div key={index} className={css.fault}>
          <b>{[fieldOf(fault), said(fault.what)].filter(Boolean).join(' · ')}</b>
          <p>{said(fault.mend)}</p>
        </div>
      ))}
    </div>
  )
}

interface CellsProps {
  row: QuarantinedRow
  edited: Record<string, string>
  isOpen: boolean
  onEdit: (column: string, value: string) => void
}

function Cells({ row, edited, isOpen, onEdit }: CellsProps) {
  const { t } = useTranslation()
  const id = useId()
  const [all, setAll] = useState(false)
  const faulty = new Set(row.faults.flatMap((fault) => fault.columns))
  const columns = Object.keys(row.values).filter((column) => column !== RAW)
  const first = columns.filter((column) => faulty.has(column))
  const rest = columns.filter((column) => !faulty.has(column))
  const isAll = all || first.length === 0 || rest.length === 0
  return (
    <div className={css.cells}>
      {[...first, ...(isAll ? rest : [])].map((column, index) => (
        <div key={column} className={css.cell} data-fault={faulty.has(column) || undefined}>
          <label htmlFor={`${id}${index}`}>{column}</label>
          <Input
            id={`${id}${index}`}
            className="mono"
            readOnly={!isOpen}
            value={edited[column] ?? row.values[column] ?? ''}
            onChange={(event) => onEdit(column, event.target.value)}
          />
        </div>
      ))}
      {!isAll ? (
        <Button type="link" className={css.toggle} onClick={() => setAll(true)}>
          {t('connect.quarantine.allCells', { count: rest.length })}
        </Button>
      ) : null}
    </div>
  )
}
