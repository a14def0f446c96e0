/** Line drawings in a square of 24, of the colour of the text around them. They say nothing that is not also written. */
const drawings = {
  home: 'M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-5h4v5',
  pulse: 'M3 12h4l3-7 4 14 3-7h4',
  server: 'M4 5h16v6H4zM4 13h16v6H4zM7.5 8h.01M7.5 16h.01',
  compare: 'M4 7h11M12 4l3 3-3 3M20 17H9M12 14l-3 3 3 3',
  map: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  road: 'M4 6h16M4 12h16M4 18h16M8 4v4M13 10v4M17 16v4',
  tree: 'M12 3v6M6 15v-3h12v3M12 9v3M4 15h4v5H4zM10 15h4v5h-4zM16 15h4v5h-4z',
  people:
    'M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM3 20c0-4 2.5-6 6-6s6 2 6 6M16 4.5a3.5 3.5 0 010 6.5M18 14.5c2 .8 3 2.7 3 5.5',
  group:
    'M12 8a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM6 20a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM18 20a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM10.8 8l-3.6 7M13.2 8l3.6 7M8.5 17.5h7',
  door: 'M6 21V4l9-1.5V21M3 21h18M15 5h4v16M11.5 12h.01',
  link: 'M10 14a4 4 0 005.7 0l3-3a4 4 0 00-5.7-5.7l-1 1M14 10a4 4 0 00-5.7 0l-3 3a4 4 0 005.7 5.7l1-1',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  robot: 'M5 9h14v11H5zM12 9V5M12 5h.01M9.5 13.5v1M14.5 13.5v1M9.5 17h5',
  key: 'M7 16a4 4 0 100-8 4 4 0 000 8zM11 12h10v4M17 12v3',
  book: 'M5 4h11a3 3 0 013 3v13H8a3 3 0 01-3-3zM5 17a3 3 0 013-3h11M9 8h6',
  chart: 'M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-6',
  bill: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  gear: 'M12 15.5a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1',
  leave: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  plus: 'M12 5v14M5 12h14',
  chat: 'M4 5h16v11H11l-5 4v-4H4zM8 9h8M8 12.5h5',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  copy: 'M8 8h11v12H8zM5 16V4h11',
  play: 'M7 4.5v15l12-7.5z',
  out: 'M9 5H5v14h14v-4M13 5h6v6M19 5l-9 9',
  warning: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  down: 'M12 4v12M7 11l5 5 5-5M5 20h14',
  clock: 'M12 20.5a8.5 8.5 0 100-17 8.5 8.5 0 000 17zM12 7v5l3.5 2',
  scales: 'M12 4v16M8 20h8M5 7h14M5 7l-2.5 6h5zM19 7l-2.5 6h5z',
  pen: 'M4 20l1-4L16.5 4.5l3 3L8 19zM14 7l3 3',
} as const

export type IconName = keyof typeof drawings

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
      <path
        d={drawings[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
