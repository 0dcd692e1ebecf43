/** A method of Apex, called as Lightning does: its arguments by name, its fault in `body.message`. */
export const apexMethod = (name) => async (args) => {
  const response = await fetch(`/org/apex/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(args ?? {}),
  });
  const body = await response.json().catch(() => null);
  if (!response.ok)
    throw { status: response.status, body: { message: body?.message ?? 'The org could not be reached.' } };
  return body;
};
