import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { KeyValues } from '@/ui/KeyValues'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { PlainTable } from '@/ui/PlainTable'
import { PageSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { Tag, type Tone } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type Encryption, isGoingOn, type Rotation, type SealingKey, useEncryption } from '../api/encryption'
import { AskRotation } from '../components/AskRotation'
import css from '../components/Encryption.module.css'
import { RotationCard } from '../components/RotationCard'

/** Which keys guard what is sealed, how old they are, and changing them. */
export function EncryptionPage() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const found = useEncryption()
  const going = isGoingOn(found.data?.rotations[0])
  const ask = (
    <Button type="primary" icon={<Icon name="refresh" size={16} />} disabled={going || !found.data} onClick={() => change({ ask: '1' }, { push: true })}>
      {t('trust_encryption.ask')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('trust_encryption.title')}
        subtitle={t('trust_encryption.subtitle')}
        crumbs={[{ label: t('trust.title'), to: '/trust' }]}
        primary={ask}
      />
      {found.isPending ? <PageSkeleton /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <Shown encryption={found.data} query={found} /> : null}
      <AskRotation open={search.ask === '1'} onClose={() => change({ ask: undefined })} />
    </>
  )
}

function Shown({ encryption, query }: { encryption: Encryption; query: ReturnType<typeof useEncryption> }) {
  const { t } = useTranslation()
  const [newest] = encryption.rotations
  return (
    <div className={css.page}>
      {newest ? <RotationCard rotation={newest} /> : null}
      <section>
        <h2 className={css.heading}>{t('trust_encryption.keys')}</h2>
        <PlainTable
          label={t('trust_encryption.keys')}
          columns={useKeyColumns()}
          query={{ ...query, data: encryption.keys } as Parameters<typeof PlainTable<SealingKey>>[0]['query']}
          rowKey={(key) => String(key.number)}
          empty={null}
        />
      </section>
      <Card title={t('trust_encryption.master')}>
        <KeyValues
          columns={2}
          items={[
            { label: t('trust_encryption.masterKind'), value: t(`trust_encryption.kind.${encryption.master.kind}`) },
            { label: t('trust_encryption.fingerprint'), value: <span className="mono">{encryption.master.fingerprint}</span> },
          ]}
        />
        <p className={css.words}>{t('trust_encryption.masterWords')}</p>
      </Card>
      <section>
        <h2 className={css.heading}>{t('trust_encryption.history')}</h2>
        <PlainTable
          label={t('trust_encryption.history')}
          columns={useRotationColumns()}
          query={{ ...query, data: encryption.rotations } as Parameters<typeof PlainTable<Rotation>>[0]['query']}
          rowKey={(rotation) => rotation.id}
          empty={
            <EmptyState icon="key" title={t('trust_encryption.never')}>
              {t('trust_encryption.neverWords')}
            </EmptyState>
          }
        />
      </section>
    </div>
  )
}

function useKeyColumns(): Column<SealingKey>[] {
  const { t } = useTranslation()
  return [
    { key: 'number', title: t('trust_encryption.number'), render: (key) => t('trust_encryption.numbered', { number: key.number }) },
    {
      key: 'state',
      title: t('trust_encryption.use'),
      render: (key) => (key.is_current ? <Tag tone="jade">{t('trust_encryption.seals')}</Tag> : <Tag tone="amber">{t('trust_encryption.opens')}</Tag>),
    },
    { key: 'made', title: t('trust_encryption.madeAt'), render: (key) => <Instant at={key.made_at} /> },
    { key: 'age', title: t('trust_encryption.age'), render: (key) => <Instant at={key.made_at} relative />, wideOnly: true },
  ]
}

const tones: Readonly<Record<Rotation['state'], Tone>> = {
  waiting: 'slate',
  running: 'slate',
  settling: 'slate',
  done: 'jade',
  cancelled: 'grey',
  failed: 'cinnabar',
}

function useRotationColumns(): Column<Rotation>[] {
  const { t } = useTranslation()
  return [
    { key: 'at', title: t('trust_encryption.askedAt'), render: (rotation) => <Instant at={rotation.asked_at} /> },
    { key: 'state', title: t('trust_encryption.state'), render: (rotation) => <Tag tone={tones[rotation.state]}>{t(`trust_encryption.states.${rotation.state}`)}</Tag> },
    { key: 'change', title: t('trust_encryption.change'), render: (rotation) => `${rotation.from_keys.join('、')} → ${rotation.to_key ?? '…'}` },
    { key: 'count', title: t('trust_encryption.count'), align: 'right', render: (rotation) => countText(rotation.done) },
    { key: 'by', title: t('trust_encryption.askedBy'), render: (rotation) => rotation.asked_by_name },
    { key: 'reason', title: t('trust_encryption.reason'), render: (rotation) => rotation.reason, wideOnly: true },
  ]
}
