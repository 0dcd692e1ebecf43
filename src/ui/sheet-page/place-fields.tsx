import { useEffect, useState } from 'react';
import { readPlaces } from './sheet-api.ts';
import type { Place } from './sheet-api.ts';

type ChosenPlace = { country: string; region: string };

type Props = { place: ChosenPlace; onChange: (place: ChosenPlace) => void; none: string };

/** A country and, where it has some, a region: whose public holidays are meant. */
export const PlaceFields = ({ place, onChange, none }: Props) => {
  const [places, setPlaces] = useState<Place[]>([]);
  useEffect(() => void readPlaces().then(setPlaces, () => undefined), []);
  const regions = places.find(({ code }) => code === place.country)?.regions ?? [];
  return (
    <div className="fields">
      <label>
        Holidays of
        <select value={place.country} onChange={(event) => onChange({ country: event.target.value, region: '' })}>
          <option value="">{none}</option>
          {places.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {regions.length > 0 && (
        <label>
          Region
          <select value={place.region} onChange={(event) => onChange({ ...place, region: event.target.value })}>
            <option value="">the whole country</option>
            {regions.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
};
