import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { csvAddress } from '@/lib/csv'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { Line, Lines, Note } from '@/ui/Layout'
import type { DecisionFile, Line as FileLine } from './decisionFile'

const SHOWN = 50

export interface Reject {
  line: FileLine
  why: string
}

/** Lines that were not taken, each with its sentence; the file of them can be corrected and brought in again. */
export function Rejects({ file, rejects }: { file: DecisionFile; rejects: readonly Reject[] }) {
  const { t } = useTranslation()
  if (rejects.length === 0) return null
  const rows = () => [[...file.head, t('trust_consent.import.why')], ...rejects.map(({ line, why }) => [...line.cells, why])]
  const name = `${file.name.replace(/\.csv$/i, '')}-${t('trust_consent.import.rejects')}.csv`
  return (
    <Card
      title={t('trust_consent.import.rejects')}
      aside={
        <Button size="small" icon={<Icon name="download" size={14} />} href={csvAddress(rows())} download={name}>
          {t('trust_consent.import.download')}
        </Button>
      }
    >
      <Lines>
        {rejects.slice(0, SHOWN).map(({ line, why }) => (
          <li key={line.number}>
            <Line>
              <span>
                <b>{t('trust_consent.import.line', { number: line.number })}</b> {why}
              </span>
              <span className="muted small">{line.cells.filter((cell) => cell.trim() !== '').join(' · ')}</span>
            </Line>
          </li>
        ))}
      </Lines>
      {rejects.length > SHOWN ? <Note>{t('trust_consent.import.more', { count: rejects.length - SHOWN })}</Note> : null}
    </Card>
  )
}
