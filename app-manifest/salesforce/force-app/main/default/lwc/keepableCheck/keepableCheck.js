import { api, LightningElement, wire } from 'lwc';
import { getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import getCard from '@salesforce/apex/KeepableController.getCard';
import requestCheck from '@salesforce/apex/KeepableController.requestCheck';
import AMOUNT from '@salesforce/schema/Opportunity.Amount';
import REQUESTED_DATE from '@salesforce/schema/Opportunity.Keepable_Requested_Date__c';
import STAGE from '@salesforce/schema/Opportunity.StageName';
import { nextLookMs, stampOf } from './nextLook';

const ICONS = { not_checked: 'utility:help', no_sheet: 'utility:table', not_permitted: 'utility:lock' };

/** Apex errors carry their sentence in the body; anything else is not worth showing to a rep. */
const faultText = (error) => error?.body?.message ?? 'Keepable could not be reached.';

/** The field values of a record as one text: two texts differ when a value does. */
const valuesOf = (record) =>
  JSON.stringify(Object.entries(record.fields).map(([name, field]) => [name, field?.value ?? null]));

/** The Keepable card of an opportunity: loading, fault, notice or the whole answer. */
export default class KeepableCheck extends LightningElement {
  /** The opportunity on whose page the component stands; given by the page. */
  @api
  get recordId() {
    return this._recordId;
  }

  set recordId(recordId) {
    if (recordId === this._recordId) return;
    this._recordId = recordId;
    this.view = null;
    this.fault = null;
    this.watch = { stamp: undefined, looks: 0 };
    this.values = undefined;
    if (this.isOpen) this.read();
  }

  view = null;
  /** Why the service could not be read; the last view stays on screen. */
  fault = null;
  /** True while a wish for a new check is on its way. */
  asking = false;

  _recordId;
  isOpen = false;
  /** What the card waits for, and how often it has looked. */
  watch = { stamp: undefined, looks: 0 };
  /** The last values of the fields that matter; undefined until the page has told them once. */
  values;
  timer;
  reading = 0;

  /** The page tells when somebody changes the record in it. */
  @wire(getRecord, { recordId: '$recordId', optionalFields: [STAGE, AMOUNT, REQUESTED_DATE] })
  handleRecord({ data }) {
    if (!data) return;
    const values = valuesOf(data);
    const isChanged = this.values !== undefined && this.values !== values;
    this.values = values;
    if (isChanged) this.follow();
  }

  connectedCallback() {
    this.isOpen = true;
    this.read();
  }

  disconnectedCallback() {
    this.isOpen = false;
    clearTimeout(this.timer);
  }

  get isChecked() {
    return this.view?.state === 'checked';
  }

  get isNotice() {
    return this.view !== null && !this.isChecked;
  }

  get isLoading() {
    return this.view === null && this.fault === null;
  }

  get canAsk() {
    return this.view?.state === 'not_checked';
  }

  get isBusy() {
    return this.asking || this.view?.pending === true;
  }

  get askLabel() {
    return this.isBusy ? 'Checking' : 'Check this opportunity';
  }

  get noticeIcon() {
    return ICONS[this.view.state] ?? 'utility:info';
  }

  /** Reads again, and keeps looking until the answer is another one. */
  follow() {
    this.watch = { stamp: stampOf(this.view), looks: 0 };
    this.read();
  }

  async handleCheckAgain() {
    const asked = this.recordId;
    this.asking = true;
    try {
      await requestCheck({ recordId: asked });
      if (asked === this.recordId) this.follow();
    } catch (error) {
      this.fault = faultText(error);
    } finally {
      this.asking = false;
    }
  }

  handleTryAgain() {
    this.fault = null;
    this.follow();
  }

  /** Of readings that overtake each other only the one asked last counts. */
  async read() {
    if (!this.recordId) return;
    clearTimeout(this.timer);
    this.reading += 1;
    const mine = this.reading;
    const isLast = () => mine === this.reading && this.isOpen;
    try {
      const view = await getCard({ recordId: this.recordId });
      if (isLast()) this.show(view);
    } catch (error) {
      if (isLast()) this.fault = faultText(error);
    }
  }

  show(view) {
    const isNew = this.view !== null && stampOf(this.view) !== stampOf(view);
    this.view = view;
    this.fault = null;
    // the fields of the page were written together with this answer
    if (isNew) notifyRecordUpdateAvailable([{ recordId: this.recordId }]);
    const wait = nextLookMs(view, this.watch);
    if (wait === null) return;
    this.watch.looks += 1;
    // a check takes seconds, and the org has no way to be told when it is done
    // eslint-disable-next-line @lwc/lwc/no-async-operation
    this.timer = setTimeout(() => this.read(), wait);
  }
}
