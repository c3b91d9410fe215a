import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { Column, Columns, Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import type { Programme } from '../../api/programmes'
import { isUnderWay, useTakeOvers } from '../../api/takeOver'
import { FilesCard } from './FilesCard'
import { PastCard } from './PastCard'
import { TakeOverCard } from './TakeOverCard'

/** Bringing a programme that was run elsewhere: two files, what they would bring, and bringing it. */
export function TakeOverPart({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const [, change] = useAddress()
  const found = useTakeOvers(programme.id)
  if (found.isPending) return <CardSkeleton lines={5} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const [newest, ...past] = found.data
  const running = newest !== undefined && isUnderWay(newest)
  return (
    <>
      <div>
        <Button type="link" size="small" onClick={() => change({ part: undefined })}>
          {t('loyalty_takeover.back')}
        </Button>
      </div>
      <Columns>
        <Column>
          {newest ? <TakeOverCard found={newest} /> : null}
          {running ? null : <FilesCard programme={programme} />}
          {past.length > 0 ? <PastCard past={past} /> : null}
        </Column>
        <Column>
          <section>
            <Note>{t('loyalty_takeover.what')}</Note>
            <Note>{t('loyalty_takeover.membersNeed')}</Note>
            <Note>{t('loyalty_takeover.balancesNeed')}</Note>
            <Note>{t('loyalty_takeover.once')}</Note>
          </section>
        </Column>
      </Columns>
    </>
  )
}
