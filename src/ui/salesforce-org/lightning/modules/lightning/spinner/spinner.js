import { api, LightningElement } from 'lwc';

/** Stands in for the base component of the same name: says in words that something is on its way. */
export default class Spinner extends LightningElement {
  @api alternativeText;
  @api size;
}
