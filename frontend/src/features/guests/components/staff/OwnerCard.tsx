import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { FormDrawer } from '@/ui/FormDrawer'
import { type Owners, useGiveOwner, useOwners, useOwnUnits, usePeers } from '../../api/staff'
import css from './Staff.module.css'
import { useSaved } from '@/ui/useSaved'

/** Who looks after the guest, and which team; who did before, below. */
export function OwnerCard({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { data } = useOwners(guestId)
  const mayEdit = useMay('edit_guests')
  const [open, setOpen] = useState(false)
  if (!data || (!data.current && !mayEdit)) return null
  const { current } = data
  return (
    <Card
      title={t('staff.owner')}
      aside={
        mayEdit ? (
          <Button size="small" type="text" onClick={() => setOpen(true)}>
            {current ? t('staff.change') : t('staff.choose')}
          </Button>
        ) : null
      }
    >
      {current ? (
        <div className={css.owner}>
          <span>{[current.owner_name, current.unit_name ? said(current.unit_name) : ''].filter(Boolean).join(' · ')}</span>
          <small>{t('staff.ownerSince', { date: dateText(current.since) })}</small>
        </div>
      ) : (
        <p className="muted">{t('staff.noOwner')}</p>
      )}
      {open ? <OwnerDrawer guestId={guestId} owners={data} onClose={() => setOpen(false)} /> : null}
    </Card>
  )
}

interface Fields {
  owner_id?: string | null
  unit_id?: string | null
}

function OwnerDrawer({ guestId, owners, onClose }: { guestId: string; owners: Owners; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [form] = Form.useForm<Fields>()
  const [changed, setChanged] = useState(false)
  const peers = usePeers(guestId)
  const units = useOwnUnits()
  const give = useGiveOwner(guestId)
  const saved = useSaved()
  const finish = ({ owner_id, unit_id }: Fields) =>
    give.mutate({ owner_id: owner_id ?? null, unit_id: unit_id ?? null }, saved(t('staff.saved'), onClose))
  return (
    <FormDrawer open title={t('staff.owner')} saving={give.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form<Fields> form={form} layout="vertical" initialValues={owners.current ?? {}} onValuesChange={() => setChanged(true)} onFinish={finish}>
        <Form.Item name="owner_id" label={t('staff.ownerPerson')}>
          <Select allowClear loading={peers.isPending} showSearch={{ optionFilterProp: 'label' }} options={(peers.data ?? []).map((one) => ({ value: one.id, label: [one.name, one.title].filter(Boolean).join(' · ') }))} />
        </Form.Item>
        <Form.Item name="unit_id" label={t('staff.ownerTeam')}>
          <Select allowClear loading={units.isPending} showSearch={{ optionFilterProp: 'label' }} options={(units.data ?? []).map((one) => ({ value: one.id, label: said(one.name) }))} />
        </Form.Item>
      </Form>
      {owners.history.length > 0 ? (
        <>
          <h3>{t('staff.before')}</h3>
          <ul className={css.list}>
            {owners.history.map((one) => (
              <li key={one.since} className={css.item}>
                <span>{[one.owner_name, one.unit_name ? said(one.unit_name) : ''].filter(Boolean).join(' · ')}</span>
                <small>{`${dateText(one.since)} – ${one.until ? dateText(one.until) : ''}`}</small>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </FormDrawer>
  )
}
