/** Outbound messages as Salesforce writes them, for the tests of the door. */

export const ORG = '00D5e000000ABCDEA4';
export const OTHER_ORG = '00D5e000000ZYXWEA4';

export type Told = { id?: string; type?: string; fields?: string };

export const aNotification = ({
  id = '04l5e0000001aaaAAA',
  type = 'Opportunity',
  fields = '<sf:Id>0065e00000XyzAbAAJ</sf:Id><sf:StageName>Proposal</sf:StageName>',
}: Told = {}): string =>
  `<Notification><Id>${id}</Id><sObject xsi:type="sf:${type}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">${fields}</sObject></Notification>`;

export const aMessage = (
  notifications: string = aNotification(),
  organization = `<OrganizationId>${ORG}</OrganizationId>`,
): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound">${organization}<ActionId>04k5e0000008V3hAAE</ActionId><SessionId xsi:nil="true"/><EnterpriseUrl>https://plant.my.salesforce.com/services/Soap/c/66.0/${ORG}</EnterpriseUrl><PartnerUrl>https://plant.my.salesforce.com/services/Soap/u/66.0/${ORG}</PartnerUrl>${notifications}</notifications></soapenv:Body></soapenv:Envelope>`;
