import { api, LightningElement } from 'lwc';

const TONE = {
  invalid: 'bad',
  not_feasible: 'bad',
  late: 'bad',
  cannot_tell: 'neutral',
  tight: 'warn',
  ok: 'good',
};

const toOption = (option) => ({
  ...option,
  deliveries: option.delivered.map((text, index) => ({ key: index, text })),
});

const toSignoff = (signoff) => ({ ...signoff, dueText: signoff.due ?? 'No date' });

/** The whole answer of a checked opportunity: sentence, figures, lines, checks, options, sign-offs, foot. */
export default class KeepableAnswer extends LightningElement {
  /** The card with the state `checked`. */
  @api view;
  /** True while a wish for a new check is on its way. */
  @api asking = false;
  /** Why the last reading failed; null when it did not. */
  @api fault = null;

  get verdictClass() {
    return `verdict ${TONE[this.view.verdict] ?? 'neutral'}`;
  }

  get options() {
    return this.view.options.map(toOption);
  }

  get signoffs() {
    return this.view.signoffs.map(toSignoff);
  }

  get hasLines() {
    return this.view.lines.length > 0;
  }

  get hasOptions() {
    return this.view.options.length > 0;
  }

  get hasSignoffs() {
    return this.view.signoffs.length > 0;
  }

  get isBusy() {
    return this.asking || this.view.pending;
  }

  get buttonLabel() {
    return this.isBusy ? 'Checking' : 'Check again';
  }

  handleCheckAgain() {
    this.dispatchEvent(new CustomEvent('checkagain'));
  }
}
