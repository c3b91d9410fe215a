import { useTranslation } from 'react-i18next'
import type { Shape } from '../../api/uploads'
import css from './Import.module.css'

const ROWS = 10

/** The first rows as the file is read now. */
export function SampleTable({ shape }: { shape: Shape }) {
  const { t } = useTranslation()
  return (
    // A scrolling region must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={css.sample} tabIndex={0} role="region" aria-label={t('connect.import.firstRows')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('connect.quarantine.row')}</th>
            {shape.header.map((column, index) => (
              <th key={`${column}${index}`} scope="col" title={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shape.sample.slice(0, ROWS).map((row, index) => (
            <tr key={index}>
              <td>{shape.header_row + index + 1}</td>
              {shape.header.map((column, at) => (
                <td key={`${column}${at}`} title={row[at] ?? ''}>
                  {row[at] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
