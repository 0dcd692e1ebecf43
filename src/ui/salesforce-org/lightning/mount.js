import { createElement } from 'lwc';
import KeepableCheck from 'c/keepableCheck';

/** Puts the component of the package on a page, as the record page of Salesforce does. The answer takes it away again. */
export const mountKeepableCheck = (host, recordId) => {
  const element = createElement('c-keepable-check', { is: KeepableCheck });
  element.recordId = recordId;
  host.append(element);
  return () => element.remove();
};
