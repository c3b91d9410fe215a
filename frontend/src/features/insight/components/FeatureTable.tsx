import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Feature } from '@/lib/features'
import { useSaid } from '@/lib/i18n'
import { useNarrow } from '@/lib/screen'
import { useFeatureWords } from '@/ui/FeatureWords'
import { Tag } from '@/ui/StatusTag'
import css from './FeatureTable.module.css'

interface Props {
  themes: readonly [string, Feature[]][]
}

/** The features theme by theme; a row opens how its feature is spread. */
export function FeatureTable({ themes }: Props) {
  const narrow = useNarrow()
  return narrow ? <Stack themes={themes} /> : <Wide themes={themes} />
}

function Wide({ themes }: Props) {
  const { t } = useTranslation()
  const words = useFeatureWords()
  return (
    <div className={css.sheet}>
      <table className={css.table} aria-label={t('insight.tab.features')}>
        <thead>
          <tr>
            {(['name', 'meaning', 'unit', 'source', 'empty'] as const).map((one) => (
              <th key={one} scope="col" data-column={one}>
                {t(`insight.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        {themes.map(([theme, features]) => (
          <tbody key={theme}>
            <tr className={css.theme}>
              <th scope="rowgroup" colSpan={5}>
                {words.theme(theme)} <span>{features.length}</span>
              </th>
            </tr>
            {features.map((feature) => (
              <Row key={feature.name} feature={feature} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function Row({ feature }: { feature: Feature }) {
  const said = useSaid()
  const words = useFeatureWords()
  return (
    <tr className={css.row}>
      <td>
        <Name feature={feature} />
        <div className={css.code}>{feature.name}</div>
      </td>
      <td className={css.words}>{said(feature.definition)}</td>
      <td className={css.unit}>{words.unit(feature)}</td>
      <td>
        {feature.sources.map((source) => (
          <div key={source} className={css.code}>
            {source}
          </div>
        ))}
      </td>
      <td className={css.quiet}>{said(feature.null)}</td>
    </tr>
  )
}

function Stack({ themes }: Props) {
  const said = useSaid()
  const words = useFeatureWords()
  return (
    <>
      {themes.map(([theme, features]) => (
        <section key={theme} className={css.stack}>
          <h2>
            {words.theme(theme)} <span>{features.length}</span>
          </h2>
          <ul className={css.sheet}>
            {features.map((feature) => (
              <li key={feature.name} className={css.item}>
                <Name feature={feature} />
                <p>{said(feature.definition)}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function Name({ feature }: { feature: Feature }) {
  const { t } = useTranslation()
  const said = useSaid()
  const search = (before: Record<string, string | undefined>) => ({ ...before, feature: feature.name })
  return (
    <span className={css.name}>
      <Link to="." search={search} resetScroll={false} className={css.link}>
        {said(feature.label)}
      </Link>
      {feature.is_sensitive ? <Tag tone="plum">{t('insight.sensitive')}</Tag> : null}
    </span>
  )
}
