import { Link } from '@tanstack/react-router'
import { Alert, App, Button, Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { rowsOf } from '@/lib/pages'
import { useMay, useMe } from '@/lib/session'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Line, Lines } from '@/ui/Layout'
import { useSentence } from '@/ui/States'
import { useConfirm } from '@/ui/useConfirm'
import { type Tag, type TagFields, tagWays, useNearTags, useRetireTag, useSaveTag, useTagged, useTagOwners } from '../api/tags'

const SAME = 100

/** One tag as a form: what it is called, whom it is for, how it comes; names nearly the same are pointed out while one types. */
export function TagDrawer({ tag, onClose }: { tag: Tag | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { message } = App.useApp()
  const sentence = useSentence()
  const me = useMe()
  const mayManage = useMay('manage_tags')
  const [form] = Form.useForm<TagFields>()
  const [changed, setChanged] = useState(false)
  const save = useSaveTag(tag)
  const initial = {
    name_zh: tag?.name.zh ?? '', name_en: tag?.name.en ?? '', meaning_zh: tag?.meaning.zh ?? '', meaning_en: tag?.meaning.en ?? '', way: tag?.way ?? 'manual', lineage: tag?.lineage ?? '', owner_id: tag ? tag.owner_id : me.id, is_distinct: false,
  }
  function finish(fields: TagFields): void {
    save.mutate(
      { ...initial, ...fields, owner_id: fields.owner_id ?? null },
      {
        onSuccess: () => {
          void message.success(t('tags.saved'))
          onClose()
        },
        onError: (error) => void message.error(sentence(error), 6),
      },
    )
  }
  return (
    <FormDrawer
      open
      title={tag ? said(tag.name) : t('tags.create')}
      saving={save.isPending}
      changed={changed}
      onSave={mayManage ? () => form.submit() : undefined}
      onClose={onClose}
      extra={tag && mayManage ? <Retire tag={tag} onDone={onClose} /> : null}
    >
      <Form<TagFields> form={form} layout="vertical" requiredMark={false} disabled={!mayManage} initialValues={initial} onValuesChange={() => setChanged(true)} onFinish={finish}>
        <Names tag={tag} changed={changed} />
        <Meaning />
        <Owner tag={tag} mayManage={mayManage} />
      </Form>
      {tag && tag.coverage > 0 ? <Tagged tag={tag} /> : null}
    </FormDrawer>
  )
}

/** What the tag is called; tags with nearly the same name show while one types. */
function Names({ tag, changed }: { tag: Tag | undefined; changed: boolean }) {
  const { t } = useTranslation()
  const said = useSaid()
  const form = Form.useFormInstance<TagFields>()
  const zh = Form.useWatch('name_zh', form) as string | undefined
  const en = Form.useWatch('name_en', form) as string | undefined
  const near = useNearTags((zh ?? '').trim(), (en ?? '').trim(), tag?.id).data ?? []
  const needed = { required: true, whitespace: true, message: t('tags.needed') }
  return (
    <>
      <Fields>
        <Form.Item name="name_zh" label={t('tags.nameZh')} rules={[needed]}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item name="name_en" label={t('tags.nameEn')} rules={[needed]}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
      </Fields>
      {near.length > 0 && changed ? (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 16 }}
          title={t('tags.near', { names: near.map((one) => said(one.name)).join(t('tags.comma')) })}
          description={
            near[0] && near[0].likeness < SAME ? (
              <Form.Item name="is_distinct" valuePropName="checked" noStyle>
                <Checkbox>{t('tags.distinct')}</Checkbox>
              </Form.Item>
            ) : (
              t('tags.same')
            )
          }
        />
      ) : null}
    </>
  )
}

/** Whom the tag is for, and how it comes. */
function Meaning() {
  const { t } = useTranslation()
  const needed = { required: true, whitespace: true, message: t('tags.needed') }
  return (
    <>
      <Form.Item name="meaning_zh" label={t('tags.meaningZh')} extra={t('tags.meaningHelp')} rules={[needed]}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Form.Item name="meaning_en" label={t('tags.meaningEn')} rules={[needed]}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Form.Item name="way" label={t('tags.way')}>
        <Select options={tagWays.map((value) => ({ value, label: t(`tags.ways.${value}`) }))} />
      </Form.Item>
      <Form.Item name="lineage" label={t('tags.lineage')} extra={t('tags.lineageHelp')}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
    </>
  )
}

/** Who answers for what the tag means: whom colleagues ask before they use it otherwise. */
function Owner({ tag, mayManage }: { tag: Tag | undefined; mayManage: boolean }) {
  const { t } = useTranslation()
  const owners = useTagOwners(mayManage)
  const known = (owners.data ?? []).map((one) => ({ value: one.id, label: [one.name, one.title].filter(Boolean).join(' · ') }))
  const kept = tag?.owner_id && !known.some((one) => one.value === tag.owner_id) ? [{ value: tag.owner_id, label: tag.owner_name }] : []
  return (
    <Form.Item name="owner_id" label={t('tags.owner')} extra={t('tags.ownerHelp')}>
      <Select allowClear loading={owners.isFetching} placeholder={t('tags.ownerNone')} showSearch={{ optionFilterProp: 'label' }} options={[...kept, ...known]} />
    </Form.Item>
  )
}

function Retire({ tag, onDone }: { tag: Tag; onDone: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const confirm = useConfirm()
  const retire = useRetireTag()
  const is_retired = tag.retired_at === null
  async function ask(): Promise<void> {
    if (is_retired && !(await confirm({ title: t('tags.retireTitle'), what: t('tags.retireWhat'), action: t('tags.retire'), danger: true }))) return
    retire.mutate({ id: tag.id, is_retired }, { onSuccess: onDone, onError: (error) => void message.error(sentence(error)) })
  }
  return (
    <Button danger={is_retired} loading={retire.isPending} onClick={() => void ask()}>
      {is_retired ? t('tags.retire') : t('tags.restore')}
    </Button>
  )
}

function Tagged({ tag }: { tag: Tag }) {
  const { t } = useTranslation()
  const pages = useTagged(tag.id)
  return (
    <>
      <h3>{t('tags.guests')}</h3>
      <Lines>
        {rowsOf(pages).map((one) => (
          <li key={one.guest_id}>
            <Line>
              <Link to="/guests/$guestId" params={{ guestId: one.guest_id ?? '' }}>
                {one.name || t('guests.unknown')}
              </Link>
            </Line>
          </li>
        ))}
      </Lines>
      {pages.hasNextPage ? (
        <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('words.more')}
        </Button>
      ) : null}
    </>
  )
}
