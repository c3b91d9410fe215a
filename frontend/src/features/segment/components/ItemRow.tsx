import { Link } from '@tanstack/react-router'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import css from './Builder.module.css'
import { DidEditor } from './editors/DidEditor'
import editors from './editors/Editors.module.css'
import { SequenceEditor } from './editors/SequenceEditor'
import { TestEditor } from './editors/TestEditor'
import { Handle } from './Handle'
import { PartCount } from './PartCount'
import { PartMenu } from './PartMenu'
import { useSandbox } from './sandbox'
import type { FieldItem, Leaf } from './tree/items'
import { changed } from './tree/moves'

/** One condition: what it says in boxes to change, how many it holds for, and what the server has against it. */
export function ItemRow({ item }: { item: Leaf }) {
  const { t } = useTranslation()
  const { faultOf, change } = useSandbox()
  const name = useName(item)
  const fault = faultOf(item.key)
  const plain = item.isNot && item.kind !== 'did'
  return (
    <div className={css.row} data-fault={fault ? true : undefined} role="group" aria-label={name}>
      <Handle item={item} name={name} />
      <div className={css.body}>
        {plain ? (
          <button type="button" className={css.not} title={t('segment.notAgain')} onClick={() => change((root) => changed(root, item.key, (one) => (one.kind === 'group' ? one : { ...one, isNot: false })))}>
            {t('segment.excluded')}
          </button>
        ) : null}
        <Inside item={item} />
        {fault ? <p className={css.fault}>{fault}</p> : null}
      </div>
      <PartCount item={item} />
      <PartMenu item={item} />
    </div>
  )
}

function Inside({ item }: { item: Leaf }) {
  const { t } = useTranslation()
  const { change } = useSandbox()
  const put = (next: Leaf, isTyping = false) => change((root) => changed(root, item.key, () => next), isTyping ? item.key : '')
  switch (item.kind) {
    case 'field':
      return <FieldEditor item={item} onChange={put} />
    case 'did':
      return <DidEditor item={item} onChange={put} />
    case 'sequence':
      return <SequenceEditor item={item} onChange={put} />
    case 'audience':
      return <AudienceName id={item.id} />
    default:
      return <span className={editors.about}>{t(`segment.named.${item.kind}`)}</span>
  }
}

function FieldEditor({ item, onChange }: { item: FieldItem; onChange: (next: FieldItem, isTyping: boolean) => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { known, fresh } = useSandbox()
  const field = known.fields.get(item.field)
  if (!field) return <span className={css.gone}>{t('segment.gone', { name: item.field })}</span>
  return (
    <span className={editors.line}>
      <Tooltip title={said(field.meaning) || undefined}>
        <span className={css.name}>{said(field.label)}</span>
      </Tooltip>
      <TestEditor name={field.name} asked={field} op={item.op} value={item.value} isFresh={fresh === item.key && item.value === undefined} onChange={({ op, value }, isTyping) => onChange({ ...item, op, value }, isTyping)} />
    </span>
  )
}

/** Which audience it is, and a way to look at it; what is gone the server says beneath. */
function AudienceName({ id }: { id: string }) {
  const { t } = useTranslation()
  const name = useAudienceName(id)
  return (
    <span className={editors.line}>
      <span className={editors.about}>{t('segment.named.audience')}</span>
      {name ? (
        <Link to="/audiences/$audienceId" params={{ audienceId: id }}>
          {name}
        </Link>
      ) : null}
    </span>
  )
}

function useAudienceName(id: string): string {
  const said = useSaid()
  const { known } = useSandbox()
  return said(known.audiences.find((one) => one.id === id)?.name)
}

function useName(item: Leaf): string {
  const { t } = useTranslation()
  const said = useSaid()
  const { known } = useSandbox()
  const audience = useAudienceName(item.kind === 'audience' ? item.id : '')
  if (audience) return audience
  if (item.kind === 'field') return said(known.fields.get(item.field)?.label) || item.field
  if (item.kind === 'did') return t('segment.act', { verb: said(known.behaviours.get(item.did)?.verb) })
  return item.kind === 'sequence' ? t('segment.sequence') : t(`segment.named.${item.kind}`)
}
