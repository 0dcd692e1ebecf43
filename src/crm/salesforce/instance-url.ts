import { AppError } from '../../errors.ts';

/** The domains under which Salesforce serves orgs (help: "My Domain URL formats"; .mil and .cn are its own clouds). */
const DOMAINS = ['.salesforce.com', '.cloudforce.com', '.salesforce.mil', '.sfcrmproducts.cn'];

/**
 * The address of an org that a token answer names, or CRM_UNAUTHORIZED: a token is sent to Salesforce only, or to the
 * one origin that the configuration trusts (a sandbox of ours).
 */
export const checkedInstanceUrl = (text: string, trustedOrigin: string | undefined): string => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (isTrusted(url, trustedOrigin) || isOfSalesforce(url))) return url.origin;
  throw new AppError(
    'CRM_UNAUTHORIZED',
    'The answer names an address that is not one of Salesforce. Nothing was sent there.',
  );
};

const isTrusted = (url: URL, trustedOrigin: string | undefined): boolean =>
  trustedOrigin !== undefined && url.origin === new URL(trustedOrigin).origin;

/** https on its usual port, and nobody's name before the host. */
const isOfSalesforce = ({ protocol, hostname, port, username, password }: URL): boolean =>
  protocol === 'https:' && username + password + port === '' && DOMAINS.some((domain) => hostname.endsWith(domain));
