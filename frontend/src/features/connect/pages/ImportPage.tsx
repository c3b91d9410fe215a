import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { PageHeader } from '@/ui/PageHeader'
import { CardSkeleton } from '@/ui/Skeleton'
import { Stepper } from '@/ui/Stepper'
import { ErrorState, NoPermission } from '@/ui/States'
import { type Upload, useUpload } from '../api/uploads'
import { CheckStep } from '../components/import/CheckStep'
import { FileStep } from '../components/import/FileStep'
import { MapStep } from '../components/import/MapStep'
import { ResultStep } from '../components/import/ResultStep'
import { ShapeStep } from '../components/import/ShapeStep'
import { type Step, steps } from '../components/import/steps'

/** From a file to records in five steps; the address says where one is, so a reload loses nothing. */
export function ImportPage() {
  const { t } = useTranslation()
  const [search] = useAddress()
  const mayLoad = useMay('load_data')
  const step = steps.find((one) => one === search.step) ?? 'file'
  if (!mayLoad) {
    return (
      <Card>
        <NoPermission />
      </Card>
    )
  }
  return (
    <>
      <PageHeader crumbs={[{ label: t('connect.title'), to: '/sources' }]} title={t('connect.import.title')} subtitle={t(`connect.import.words.${step}`)} />
      <Stepper label={t('connect.import.title')} at={steps.indexOf(step)} steps={steps.map((one) => t(`connect.import.step.${one}`))} />
      <Content step={step} />
    </>
  )
}

function Content({ step }: { step: Step }) {
  const [search, change] = useAddress()
  const upload = useUpload(search.upload ?? '')
  const go = (next: Step, more: Record<string, string | undefined> = {}) => change({ step: next, ...more }, { push: true })
  if (step === 'result' && search.run) return <ResultStep runId={search.run} />
  if (step === 'file' || !search.upload) {
    return <FileStep sourceId={search.source} onSource={(source) => change({ source })} onDone={(id) => go('shape', { upload: id })} />
  }
  if (upload.isPending) return <CardSkeleton lines={8} />
  if (upload.isError) {
    return (
      <Card>
        <ErrorState error={upload.error} onRetry={() => void upload.refetch()} />
      </Card>
    )
  }
  return <OfUpload step={step} upload={upload.data} run={search.run} go={go} />
}

interface OfUploadProps {
  step: Step
  upload: Upload
  run: string | undefined
  go: (next: Step, more?: Record<string, string | undefined>) => void
}

function OfUpload({ step, upload, run, go }: OfUploadProps) {
  if (step === 'map') return <MapStep upload={upload} onBack={() => go('shape')} onDone={() => go('check', { run: undefined })} />
  if (step === 'check') {
    return (
      <CheckStep
        upload={upload}
        dryRun={run}
        onDryRun={(id) => go('check', { run: id })}
        onBack={() => go('map', { run: undefined })}
        onStarted={(id) => go('result', { run: id })}
      />
    )
  }
  return <ShapeStep upload={upload} onBack={() => go('file', { upload: undefined })} onDone={() => go('map')} />
}
