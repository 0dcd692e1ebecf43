/** The page tells here that a record changed in the org. */
const CHANGED = 'orgrecordchanged';

/** Stands in for the wire adapter getRecord of lightning/uiRecordApi: reads a record, and again when it changed. */
export class getRecord {
  constructor(tell) {
    this.tell = tell;
    this.onChange = ({ detail }) => {
      if (detail === null || detail === this.recordId) this.read();
    };
  }

  connect() {
    window.addEventListener(CHANGED, this.onChange);
  }

  disconnect() {
    window.removeEventListener(CHANGED, this.onChange);
  }

  update({ recordId, fields = [], optionalFields = [] }) {
    this.recordId = recordId;
    this.names = [...fields, ...optionalFields].map((field) => field.fieldApiName ?? String(field).split('.').at(-1));
    this.read();
  }

  async read() {
    if (!this.recordId) return;
    const asked = this.recordId;
    const response = await fetch(`/org/api/opportunities/${encodeURIComponent(asked)}`).catch(() => null);
    if (asked !== this.recordId) return;
    if (!response?.ok) {
      this.tell({ data: undefined, error: { body: { message: 'The record could not be read.' } } });
      return;
    }
    const { opportunity } = await response.json();
    const entries = this.names.map((name) => [name, { value: opportunity.fields[name] ?? null, displayValue: null }]);
    this.tell({ data: { id: asked, apiName: 'Opportunity', fields: Object.fromEntries(entries) }, error: undefined });
  }
}

/** The component has reason to believe that records changed: the page reads them anew. */
export const notifyRecordUpdateAvailable = async (records) => {
  for (const { recordId } of records) window.dispatchEvent(new CustomEvent('orgrecordstale', { detail: recordId }));
};
