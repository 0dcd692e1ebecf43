/** Works in every live org; the package in app-manifest/salesforce has the same. jsforce's own default is years old. */
export const API_VERSION = '66.0';

/** The root of every REST address. */
export const API_ROOT = `/services/data/v${API_VERSION}`;
