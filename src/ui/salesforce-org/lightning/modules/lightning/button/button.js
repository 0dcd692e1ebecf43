import { api, LightningElement } from 'lwc';

/** Stands in for the base component of the same name. */
export default class Button extends LightningElement {
  @api label;
  /** "brand" for the one that matters most. */
  @api variant = 'neutral';
  @api disabled = false;

  get look() {
    return `button ${this.variant}`;
  }
}
