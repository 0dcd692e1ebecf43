import { api, LightningElement } from 'lwc';

/** Stands in for the base component of the same name. */
export default class Card extends LightningElement {
  /** Shown as the heading of the card. */
  @api title;
}
