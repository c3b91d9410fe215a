import { Button, Dropdown, type MenuProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { Icon } from '@/ui/Icon'
import css from './Builder.module.css'
import { useSandbox } from './sandbox'
import { copied, type Item, newGroup } from './tree/items'
import { changed, placeOf, stepped, without, withPart } from './tree/moves'

/** What can be done with a part besides changing what it says; everything that dragging does, too. */
export function PartMenu({ item }: { item: Item }) {
  const { t } = useTranslation()
  const { change } = useSandbox()
  const isGroup = item.kind === 'group'
  const negate = () => change((root) => changed(root, item.key, (one) => (one.kind === 'group' ? one : { ...one, isNot: !one.isNot })))
  const duplicate = () =>
    change((root) => {
      const place = placeOf(root, item.key)
      return place ? withPart(root, place.parent.key, place.index + 1, copied(item)) : root
    })
  const intoGroup = () => change((root) => changed(root, item.key, (one) => newGroup('any', [one])))
  const items: MenuProps['items'] = [
    ...(isGroup ? [] : [{ key: 'not', label: t(item.isNot ? 'segment.notAgain' : 'segment.not'), onClick: negate }]),
    { key: 'copy', label: t('segment.duplicate'), onClick: duplicate },
    { key: 'group', label: t('segment.intoGroup'), onClick: intoGroup },
    { key: 'up', label: t('segment.up'), onClick: () => change((root) => stepped(root, item.key, -1)) },
    { key: 'down', label: t('segment.down'), onClick: () => change((root) => stepped(root, item.key, 1)) },
  ]
  return (
    <span className={css.tools}>
      <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
        <Button type="text" size="small" aria-label={t('segment.more')} icon={<Icon name="more" size={16} />} />
      </Dropdown>
      <Button type="text" size="small" aria-label={t(isGroup ? 'segment.removeGroup' : 'segment.remove')} icon={<Icon name="cross" size={15} />} onClick={() => change((root) => without(root, item.key))} />
    </span>
  )
}
