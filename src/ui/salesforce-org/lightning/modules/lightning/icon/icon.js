import { api, LightningElement } from 'lwc';

const CIRCLE = 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2z';

/** Paths on a 16 x 16 grid, by the names of the platform's utility icons. */
const PATHS = {
  'utility:ban': `${CIRCLE}M4 4l8 8`,
  'utility:clock': `${CIRCLE}M8 5v3.2l2.2 1.6`,
  'utility:dash': 'M3 8h10',
  'utility:edit': 'M3 13l.6-2.8L11 2.8l2.2 2.2-7.4 7.4L3 13z',
  'utility:error': 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  'utility:help': 'M6 6a2 2 0 1 1 2.6 1.9c-.5.2-.6.5-.6 1.1v.4M8 11.6v.6',
  'utility:lock': 'M4 7.2h8v6H4zM5.6 7V5.2a2.4 2.4 0 0 1 4.8 0V7',
  'utility:priority': 'M4 14V2.5h8L10 5.5l2 3H4',
  'utility:success': 'M3 8.5l3.5 3.5L13 5',
  'utility:table': 'M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6',
  'utility:warning': 'M8 2.6l6 10.8H2zM8 6.6v3M8 11.2v.7',
};

const SIZES = { 'xx-small': 14, 'x-small': 16, small: 24, medium: 32, large: 48 };

/** Stands in for the base component of the same name; decoration, because a word stands beside it. */
export default class Icon extends LightningElement {
  /** "utility:success"; a name that is not known here shows a dot. */
  @api iconName;
  @api size = 'medium';
  @api variant;
  @api alternativeText;

  get path() {
    return PATHS[this.iconName] ?? 'M7 8a1 1 0 1 0 2 0 1 1 0 1 0-2 0';
  }

  get pixels() {
    return SIZES[this.size] ?? SIZES.medium;
  }

  get look() {
    return this.variant === 'success' ? 'good' : 'plain';
  }
}
