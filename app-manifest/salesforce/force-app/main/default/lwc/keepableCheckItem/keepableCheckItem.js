import { api, LightningElement } from 'lwc';

const toFact = ({ what, value, row }, index) => ({
  key: index,
  what,
  text: row === null ? value : `${value} (${row})`,
});

/** What one check says, with the facts behind it on demand. */
export default class KeepableCheckItem extends LightningElement {
  /** One of the card's `checks`. */
  @api check;

  get facts() {
    return this.check.evidence.map(toFact);
  }

  get hasFacts() {
    return this.check.evidence.length > 0;
  }

  get hasWhy() {
    return this.hasFacts || this.check.fix !== null || this.check.question !== null;
  }
}
