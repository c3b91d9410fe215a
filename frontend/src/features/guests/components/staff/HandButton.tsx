import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/lib/session'
import { HandDrawer } from './HandDrawer'

/** The door to entering a guest by hand, or to mending a known one; nothing for those who may not. */
export function HandButton({ guestId }: { guestId?: string }) {
  const { t } = useTranslation()
  const mayEdit = useMay('edit_guests')
  const [open, setOpen] = useState(false)
  if (!mayEdit) return null
  return (
    <>
      <Button type={guestId ? 'default' : 'primary'} onClick={() => setOpen(true)}>
        {t(guestId ? 'staff.mend' : 'staff.enter')}
      </Button>
      {open ? <HandDrawer guestId={guestId} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
