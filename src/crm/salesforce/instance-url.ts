import { AppError } from '../../errors.ts';

/** The domains under which Salesforce serves orgs (help: "My Domain URL formats"; .mil and .cn are its own clouds). */
const DOMAINS = ['.salesforce.com', '.cloudforce.com', '.salesforce.mil', '.sfcrmproducts.cn'];

/**
 * The address of an org that a token answer names, or CRM_UNAUTHORIZED: a token is sent to Salesforce only, or to the
 * one origin that the configuration trusts (a sandbox of ours).
 */
export const checkedInstanceUrl = (text: string, trustedOrigin: string | undefined): string => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && trustedOrigin !== undefined && url.origin === new URL(trustedOrigin).origin) return url.origin;
  const isPlain =
    url !== null && url.protocol === 'https:' && url.username === '' && url.password === '' && url.port === '';
  const host = url?.hostname ?? '';
  if (isPlain && DOMAINS.some((domain) => host.endsWith(domain))) return url.origin;
  throw new AppError(
    'CRM_UNAUTHORIZED',
    'The answer names an address that is not one of Salesforce. Nothing was sent there.',
  );
};
