/** Placeholder until the checks are written. */
export const doctor = async (_options: { json?: true }): Promise<void> => undefined;
