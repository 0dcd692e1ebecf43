import { api, LightningElement } from 'lwc';

const CHECK = {
  fail: { word: 'Fail', icon: 'utility:error', tone: 'bad' },
  action: { word: 'Action required', icon: 'utility:priority', tone: 'info' },
  warn: { word: 'Warning', icon: 'utility:warning', tone: 'warn' },
  not_checked: { word: 'Not checked', icon: 'utility:help', tone: 'neutral' },
  pass: { word: 'Pass', icon: 'utility:success', tone: 'good' },
};

const VERDICT = {
  invalid: { word: 'Needs a fix', icon: 'utility:edit', tone: 'bad' },
  not_feasible: { word: 'Not possible', icon: 'utility:ban', tone: 'bad' },
  late: { word: 'Late', icon: 'utility:error', tone: 'bad' },
  cannot_tell: { word: 'Cannot tell', icon: 'utility:help', tone: 'neutral' },
  tight: { word: 'Tight', icon: 'utility:warning', tone: 'warn' },
  ok: { word: 'On time', icon: 'utility:success', tone: 'good' },
};

const SIGNOFF = {
  waiting: { word: 'Waiting', icon: 'utility:clock', tone: 'info' },
  done: { word: 'Answered', icon: 'utility:success', tone: 'good' },
  withdrawn: { word: 'Withdrawn', icon: 'utility:dash', tone: 'neutral' },
};

const LOOKS = { check: CHECK, verdict: VERDICT, signoff: SIGNOFF };

/** A status that this version of the component does not know is never shown as good news. */
const UNKNOWN = { word: 'Not known', icon: 'utility:help', tone: 'neutral' };

/** A status is an icon, a word and a colour, so that none of them is needed alone. */
export default class KeepableStatus extends LightningElement {
  /** Of what: `check`, `verdict` or `signoff`. */
  @api kind;
  @api status;

  get look() {
    return LOOKS[this.kind]?.[this.status] ?? UNKNOWN;
  }

  get tone() {
    return `status ${this.look.tone}`;
  }
}
