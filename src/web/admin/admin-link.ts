/**
 * The link that opens the pages of an install. The token stands behind the `#`, which browsers do not send: it appears in no
 * log of a server or proxy; the page posts it and forgets it.
 */
export const adminLink = (publicUrl: string, token: string): string =>
  `${publicUrl}/${token.startsWith('reader-') ? 'lead-times' : 'sheet'}#${token}`;
