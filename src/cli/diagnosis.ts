/** One thing that doctor looked at. */
export type Diagnosis = { what: string; state: 'good' | 'look' | 'bad'; message: string };
