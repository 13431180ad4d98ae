/** Drawn for us, 24 × 24, one stroke; an icon never stands without words. */
const PATHS = {
  leaf: 'M5 19c0-9 5-14 15-14 0 10-5 15-13 14M5 19c2.5-5 5-7.5 9-9.5',
  chat: 'M4 4.5h16v12H10l-5 4v-4H4z',
  send: 'M21 3 10 14M21 3l-7 18-4-7-7-4z',
  template: 'M4 4h16v5H4zM4 13h8v7H4zM16 13h4v7h-4z',
  people:
    'M9 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7M2.5 20c.6-3.6 3.2-5.5 6.5-5.5s5.9 1.9 6.5 5.5M16 4.8a3.5 3.5 0 0 1 0 6.4M17.8 14.9c2 .7 3.3 2.4 3.7 5.1',
  bolt: 'M13 2.5 4.5 14H11l-1 7.5L18.5 10H12z',
  log: 'M3.5 12a8.5 8.5 0 1 0 2.7-6.2L3.5 8.3M3.5 4v4.3h4.3M12 7.5V12l3 2',
  stop: 'M8.2 2.8h7.6l5.4 5.4v7.6l-5.4 5.4H8.2l-5.4-5.4V8.2zM9.2 9.2h5.6v5.6H9.2z',
  key: 'M8 10.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M11.2 11.8l8.3-8.3M16 7l3 3',
  clock: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M12 7v5l3.5 2',
  info: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M12 11v5.5M12 7.6v.2',
  leave: 'M14 4H5v16h9M10 12h11M17.5 8.5 21 12l-3.5 3.5',
  down: 'm6 9.5 6 6 6-6',
  lock: 'M5.5 10.5h13v10h-13zM8.5 10.5V7.2a3.5 3.5 0 0 1 7 0v3.3',
  build: 'M3 20.5h18M5.5 20.5V9l6.5-5 6.5 5v11.5M9.5 20.5v-6h5v6',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon anticon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
