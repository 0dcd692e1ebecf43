import { readOutboundMessages, readRecordFlow } from './metadata-xml.ts';
import type { OutboundMessage, RecordFlow } from './metadata-xml.ts';

/** One component that a deployment could not take, as Salesforce lists it. */
export type ComponentFailure = {
  componentType: string;
  fullName: string;
  fileName: string;
  problem: string;
  problemType: 'Error';
  success: false;
};

/** What was deployed into the org and runs there: outbound messages and the flows that send them. */
export class OrgMetadata {
  #messages = new Map<string, OutboundMessage>();
  #flows = new Map<string, RecordFlow>();

  messages(): OutboundMessage[] {
    return [...this.#messages.values()];
  }

  message(fullName: string): OutboundMessage | undefined {
    return this.#messages.get(fullName);
  }

  flows(): RecordFlow[] {
    return [...this.#flows.values()];
  }

  flow(name: string): RecordFlow | undefined {
    return this.#flows.get(name);
  }

  /** Works on a copy: nothing changes until `adopt`. */
  draft(): OrgMetadata {
    const copy = new OrgMetadata();
    copy.#messages = new Map(this.#messages);
    copy.#flows = new Map([...this.#flows].map(([name, flow]) => [name, { ...flow }]));
    return copy;
  }

  /** Takes over what a draft holds. */
  adopt(draft: OrgMetadata): void {
    this.#messages = draft.#messages;
    this.#flows = draft.#flows;
  }

  /** Adds what the text of a .workflow file defines for an object; messages keep their id when they are replaced. */
  putWorkflow(object: string, xml: string, nextId: () => string): void {
    for (const message of readOutboundMessages(object, xml)) {
      const id = this.#messages.get(message.fullName)?.id ?? nextId();
      this.#messages.set(message.fullName, { ...message, id });
    }
  }

  putFlow(name: string, xml: string): void {
    this.#flows.set(name, readRecordFlow(name, xml));
  }

  /** Ends every version of a flow: what a flow definition with active version 0 does. */
  deactivate(name: string): boolean {
    const flow = this.#flows.get(name);
    if (flow) flow.isActive = false;
    return flow !== undefined;
  }

  removeMessage(fullName: string): void {
    this.#messages.delete(fullName);
  }

  removeFlow(name: string): void {
    this.#flows.delete(name);
  }
}
