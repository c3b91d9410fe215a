import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { Scroll } from '@/ui/Scroll'
import { Status } from '@/ui/StatusTag'
import { type Statement, type TakeOver, useProof } from '../../api/takeOver'
import css from '../Loyalty.module.css'
import { stateOf, wholeText } from './words'

const lineParts = ['read', 'brought', 'unchanged', 'refused'] as const
const pointParts = ['in_file_cents', 'brought_cents', 'unchanged_cents', 'refused_cents', 'rounded_cents'] as const

/** Lines and points of the files and what became of them: each row adds up. Once carried out, the ledger says the same. */
export function StatementTable({ found, statement }: { found: TakeOver; statement: Statement }) {
  const { t } = useTranslation()
  return (
    <>
      <Scroll label={t('loyalty_takeover.statement')}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('loyalty_takeover.statement')}</th>
              <th scope="col">{t('loyalty_takeover.parts.read')}</th>
              <th scope="col">{t(stateOf(found) === 'done' ? 'loyalty_takeover.parts.brought' : 'loyalty_takeover.parts.would')}</th>
              <th scope="col">{t('loyalty_takeover.parts.unchanged')}</th>
              <th scope="col">{t('loyalty_takeover.parts.refused')}</th>
              <th scope="col">{t('loyalty_takeover.parts.rounded')}</th>
            </tr>
          </thead>
          <tbody>
            {(['members', 'balances'] as const).map((file) => (
              <tr key={file}>
                <th scope="row">{t(`loyalty_takeover.lines.${file}`)}</th>
                {lineParts.map((part) => (
                  <td key={part}>{countText(statement[file][part])}</td>
                ))}
                <td>—</td>
              </tr>
            ))}
            {Object.entries(statement.points).map(([kind, points]) => (
              <tr key={kind}>
                <th scope="row">{kind ? t('loyalty_takeover.pointsOf', { kind }) : t('loyalty_takeover.pointsUnknown')}</th>
                {pointParts.map((part) => (
                  <td key={part}>{wholeText(points[part])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {statement.left > 0 ? <p className="muted small">{t('loyalty_takeover.left', { count: statement.left })}</p> : null}
      {statement.unreadable > 0 ? <p className="muted small">{t('loyalty_takeover.unreadable', { count: statement.unreadable })}</p> : null}
      {stateOf(found) === 'done' ? <Proof id={found.id} /> : null}
    </>
  )
}

function Proof({ id }: { id: string }) {
  const { t } = useTranslation()
  const { data } = useProof(id, true)
  if (!data) return null
  return <Status tone={data.is_same ? 'jade' : 'cinnabar'}>{t(data.is_same ? 'loyalty_takeover.proven' : 'loyalty_takeover.notProven', { members: countText(data.members) })}</Status>
}
