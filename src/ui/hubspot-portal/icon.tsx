/** Paths on a 16 x 16 grid, drawn with the colour of the text around them. */
const PATHS = {
  approvals: 'M2.5 8.5l3 3L10 6M8.5 11.5l1 1L14 7',
  block: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM4 4l8 8',
  check: 'M3 8.5l3.5 3.5L13 5',
  clock: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 5v3.2l2.2 1.6',
  down: 'M4 6l4 4 4-4',
  edit: 'M3 13l.6-2.8L11 2.8l2.2 2.2-7.4 7.4L3 13z',
  flag: 'M4 14V2.5h8L10 5.5l2 3H4',
  left: 'M10 3L5 8l5 5',
  lock: 'M4 7.2h8v6H4zM5.6 7V5.2a2.4 2.4 0 0 1 4.8 0V7',
  note: 'M3.5 2.5h9v11h-9zM5.8 6h4.4M5.8 8.5h4.4M5.8 11h2.4',
  question: 'M6 6a2 2 0 1 1 2.6 1.9c-.5.2-.6.5-.6 1.1v.4M8 11.6v.6',
  remove: 'M3 8h10',
  right: 'M6 3l5 5-5 5',
  warning: 'M8 2.6l6 10.8H2zM8 6.6v3M8 11.2v.7',
  xCircle: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
} as const;

export type IconName = keyof typeof PATHS;

/** An inline icon. Without `title` it is decoration: the word beside it carries the meaning. */
export const Icon = ({ name, title }: { name: IconName; title?: string | undefined }) => (
  <svg
    className="icon"
    viewBox="0 0 16 16"
    {...(title ? { role: 'img', 'aria-label': title } : { 'aria-hidden': true })}
  >
    <path
      d={PATHS[name]}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
