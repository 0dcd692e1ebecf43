import { useState } from 'react';
import { Box } from '../parts.tsx';
import { PlaceFields } from '../place-fields.tsx';
import type { Draft } from '../sheet-api.ts';
import type { Decide } from './decide.ts';

/** Fills the calendar with the public holidays of a place, for days that the workbook does not name. */
export const HolidayStep = ({ draft, onDecide }: { draft: Draft; onDecide: Decide }) => {
  const chosen = draft.choices.holidays;
  const [place, setPlace] = useState({ country: chosen?.country ?? '', region: chosen?.region ?? '' });
  const named = draft.counts['calendar'] ?? 0;
  const use = (): void => {
    const { country, region } = place;
    onDecide({ holidays: country === '' ? null : { country, ...(region && { region }) } });
  };
  return (
    <Box title="Holidays" id="holidays">
      <p>
        {named === 0
          ? 'The workbook names no holidays: every weekday counts as a working day.'
          : `The workbook names ${named} days of its own; they stay as they are.`}{' '}
        {chosen && (
          <strong>
            Public holidays of {[chosen.country, chosen.region].filter(Boolean).join(', ')} are added as dates.
          </strong>
        )}
      </p>
      <div className="place">
        <PlaceFields place={place} onChange={setPlace} none="none to add" />
        <button type="button" className="btn" onClick={use}>
          {place.country === '' ? 'Add none' : 'Add them'}
        </button>
      </div>
    </Box>
  );
};
