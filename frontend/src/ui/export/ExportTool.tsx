import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExportKind } from '@/lib/exports'
import { useMay } from '@/lib/session'
import { Icon } from '../Icon'
import { ExportForm } from './ExportForm'
import { ExportJob } from './ExportJob'

interface Props {
  kind: ExportKind
  /** The filter of the list, as in its address. */
  where: Record<string, string>
  /** How many rows are under the filter, where that is known. */
  total?: number | null
}

/** Takes a list out of the product: for whom and why, then the file while it is made. Not there for those who may not. */
export function ExportTool({ kind, where, total }: Props) {
  const { t } = useTranslation()
  const mayExport = useMay('export_data')
  const mayReveal = useMay('reveal_contacts')
  const [open, setOpen] = useState(false)
  const [ordered, setOrdered] = useState<string | null>(null)
  if (!mayExport || (kind === 'quarantine' && !mayReveal)) return null
  function close(): void {
    setOpen(false)
    setOrdered(null)
  }
  return (
    <>
      <Button icon={<Icon name="download" size={16} />} onClick={() => setOpen(true)}>
        {t('words.export')}
      </Button>
      <Modal open={open} width={520} title={t(`exports.title.${kind}`)} onCancel={close} footer={null} destroyOnHidden>
        {ordered ? <ExportJob exportId={ordered} onClose={close} /> : <ExportForm kind={kind} where={where} total={total} onOrdered={setOrdered} />}
      </Modal>
    </>
  )
}
