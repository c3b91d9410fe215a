/** Thin line icons on a 20 px grid, drawn for this product; decoration only, so never the sole label of anything. */
const shapes = {
  home: 'M3.5 9 10 3.5 16.5 9v7.5h-4.6v-4.6H8.1v4.6H3.5z',
  guests: 'M10 9.6a3.1 3.1 0 1 0 0-6.2 3.1 3.1 0 0 0 0 6.2M3.8 16.7c.5-3 3-4.7 6.2-4.7s5.7 1.7 6.2 4.7',
  bookings: 'M4.5 4.5h11v12h-11zM4.5 8.2h11M7.5 3v3M12.5 3v3M7.5 11.3h2M7.5 13.7h5',
  sources: 'M10 7.5c3.3 0 6-1 6-2.2S13.3 3 10 3 4 4 4 5.3s2.7 2.2 6 2.2M4 5.3v4.7c0 1.2 2.7 2.2 6 2.2s6-1 6-2.2V5.3M4 10v4.7c0 1.3 2.7 2.3 6 2.3s6-1 6-2.3V10',
  search: 'M8.8 14.1a5.3 5.3 0 1 0 0-10.6 5.3 5.3 0 0 0 0 10.6M12.7 12.7l3.8 3.8',
  tag: 'M3.5 4h6l7 7-5.5 5.5-7-7zM7 7.5h.01',
  bell: 'M5.5 13.8V9a4.5 4.5 0 0 1 9 0v4.8l1.3 1.5H4.2zM8.5 17.3h3',
  sun: 'M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4M10 2.5v1.8M10 15.7v1.8M2.5 10h1.8M15.7 10h1.8M4.7 4.7 6 6M14 14l1.3 1.3M15.3 4.7 14 6M6 14l-1.3 1.3',
  moon: 'M16 11.8A6.5 6.5 0 0 1 8.2 4a6.5 6.5 0 1 0 7.8 7.8',
  system: 'M3 4.5h14v9H3zM7.5 16.5h5M10 13.5v3',
  language: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M3 10h14M10 3c2.4 2 3.2 4.5 3.2 7S12.4 15 10 17M10 3C7.6 5 6.8 7.5 6.8 10s.8 5 3.2 7',
  user: 'M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6M4.5 16.5c.6-2.5 2.7-4 5.5-4s4.9 1.5 5.5 4',
  leave: 'M8.5 4H4.5v12h4M8.5 10h8M13.5 7l3 3-3 3',
  plus: 'M10 4.5v11M4.5 10h11',
  upload: 'M10 13V4M6.5 7.2 10 3.7l3.5 3.5M4 13.5v3h12v-3',
  download: 'M10 4v9M6.5 9.8 10 13.3l3.5-3.5M4 13.5v3h12v-3',
  check: 'M4.5 10.5l3.7 3.7 7.3-8',
  cross: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  right: 'M7.5 4.5 13 10l-5.5 5.5',
  left: 'M12.5 4.5 7 10l5.5 5.5',
  down: 'M4.5 7.5 10 13l5.5-5.5',
  arrow: 'M4 10h12M11.5 5.5 16 10l-4.5 4.5',
  columns: 'M3.5 4.5h13v11h-13zM8 4.5v11M12.3 4.5v11',
  views: 'M6 3.5h8v13l-4-3-4 3z',
  filter: 'M3.5 5h13M6 10h8M8.5 15h3',
  copy: 'M7 7h9v9.5H7zM13 7V3.5H4V13h3',
  file: 'M5 3h6.5L15 6.5V17H5zM11.3 3v3.7H15',
  quarantine: 'M10 3l5.5 2v4.5c0 3.5-2.3 6-5.5 7.5-3.2-1.5-5.5-4-5.5-7.5V5zM10 7v3.6M10 12.8v.2',
  run: 'M6.5 4.5v11l9-5.5z',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  lock: 'M5 9h10v7.5H5zM7 9V6.7a3 3 0 0 1 6 0V9',
  eye: 'M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5M10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  alert: 'M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.2v.1',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 6v4.3l2.8 1.7',
  gear: 'M4 6h7M15 6h1M4 14h1M9 14h7M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4M7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  refresh: 'M16 10a6 6 0 1 1-1.8-4.3M16 3.5v3.2h-3.2',
  stop: 'M5.5 5.5h9v9h-9z',
  badge: 'M4.5 5.5h11v10h-11zM8 3.5h4v2H8zM10 11a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2M7.2 14c.3-1.2 1.4-1.8 2.8-1.8s2.5.6 2.8 1.8',
  tree: 'M8 3.5h4v3.2H8zM3 13.3h4v3.2H3zM13 13.3h4v3.2h-4zM10 6.7V10M5 13.3V10h10v3.3',
  eyes: 'M7.2 9.2a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2M2.5 15.5c.4-2.5 2.2-3.8 4.7-3.8 1.1 0 2 .2 2.8.7M13 16.8l-2-2M13 16.8l4.3-4.6',
  pair: 'M7.7 14.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M12.3 14.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9',
  insight: 'M4 16.5v-4.8M8 16.5V8.2M12 16.5v-6.6M16 16.5v-13',
  loyalty: 'M3 5h14v10.5H3zM3 8.2h14M12.4 10.4l.6 1.2 1.3.2-.9.9.2 1.3-1.2-.6-1.2.6.2-1.3-.9-.9 1.3-.2z',
  undo: 'M7 4.5 3.5 8 7 11.5M3.5 8h8a4.5 4.5 0 0 1 0 9H8',
  redo: 'M13 4.5 16.5 8 13 11.5M16.5 8h-8a4.5 4.5 0 0 0 0 9H12',
  audience: 'M3.5 4.5h13l-5 6v5l-3 1.5v-6.5z',
  key: 'M7 12.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6M10.3 9.2H17M14.5 9.2v2.6',
} as const

export type IconName = keyof typeof shapes

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true" focusable="false" style={{ flex: 'none' }}>
      <path d={shapes[name]} stroke="currentColor" strokeWidth={name === 'more' ? 2.2 : 1.4} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
