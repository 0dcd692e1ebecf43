/** Runs per property: 500, or what KEEPABLE_PROPERTY_RUNS says (the long run of the pipeline asks for 20,000). */
const PROPERTY_RUNS = Number(process.env['KEEPABLE_PROPERTY_RUNS'] ?? 500);

/** The seed of all property tests of this run, in their titles, so that a failure can be repeated with KEEPABLE_PROPERTY_SEED. */
export const PROPERTY_SEED = Number(process.env['KEEPABLE_PROPERTY_SEED'] ?? Date.now() % 2_147_483_647);

/** Parameters for fc.assert. */
export const propertyRuns = (share = 1): { numRuns: number; seed: number } => ({
  numRuns: Math.max(1, Math.round(PROPERTY_RUNS * share)),
  seed: PROPERTY_SEED,
});
