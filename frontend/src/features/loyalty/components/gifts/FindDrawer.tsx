import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { useFindGift } from '../../api/gifts'
import type { Programme } from '../../api/programmes'
import { useNeeded } from '../FormParts'

/** A card by the code that the guest shows. */
export function FindDrawer({ programme, onFound, onClose }: { programme: Programme; onFound: (card_id: string) => void; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ code: string }>()
  const find = useFindGift(programme.id)
  const { onError } = useSaved()('')
  return (
    <FormDrawer open title={t('loyalty_gifts.find')} saveLabel={t('loyalty_gifts.findNow')} saving={find.isPending} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ code }) => find.mutate(code, { onSuccess: (card) => onFound(card.id), onError })}>
        <Form.Item name="code" label={t('loyalty_gifts.code')} rules={useNeeded()}>
          <Input maxLength={40} autoComplete="off" className="mono" placeholder="XXXX-XXXX-XXXX-XXXX" />
        </Form.Item>
      </Form>
      <Note>{t('loyalty_gifts.findNote')}</Note>
    </FormDrawer>
  )
}
