import { useState } from 'react';
import { Box } from './parts.tsx';
import { PlaceFields } from './place-fields.tsx';
import { downloads } from './sheet-api.ts';

/** Workbooks to start from: an empty one, with the holidays of a place, and a filled one to look at. */
export const StartFromBox = () => {
  const [place, setPlace] = useState({ country: '', region: '' });
  return (
    <Box title="Start from" id="start-from">
      <PlaceFields place={place} onChange={setPlace} none="no holidays" />
      <div className="buttons">
        <a className="btn" href={downloads.template(place.country, place.region)} download>
          Empty template
        </a>
        <a className="btn" href={downloads.sample} download>
          Filled sample
        </a>
      </div>
    </Box>
  );
};
