import { Box } from '../parts.tsx';
import type { RulesTrial } from './rules-api.ts';

const dealList = (ids: readonly string[], count: number): string =>
  count === 0 ? 'none' : `${count}${ids.length > 0 ? ` (${ids.join(', ')}${count > ids.length ? ', …' : ''})` : ''}`;

/** What the rules on the page would have done with the deals that were checked so far. */
export const BacktestBox = ({ trial }: { trial: RulesTrial | null }) => {
  const { backtest, difference } = trial ?? {};
  return (
    <Box title="On past deals" id="backtest">
      <div role="status" aria-label="Backtest">
        {!backtest || !difference ? (
          <p className="quiet">Nothing to show until the rules can be used.</p>
        ) : (
          <dl className="facts">
            <dt>Would be warned of</dt>
            <dd>
              {backtest.warned} of {backtest.deals}
            </dd>
            <dt>Delivered late</dt>
            <dd>
              {backtest.withOutcome === 0
                ? 'no deal has an outcome yet'
                : `${backtest.deliveredLate} of ${backtest.withOutcome}; ${backtest.caught} were warned of`}
            </dd>
            <dt>Late without a warning</dt>
            <dd>{dealList(backtest.missedExamples, backtest.missed)}</dd>
            <dt>Newly warned of</dt>
            <dd>{dealList(difference.newlyWarned, difference.newly)}</dd>
            <dt>No longer warned of</dt>
            <dd>{dealList(difference.noLongerWarned, difference.noLonger)}</dd>
          </dl>
        )}
      </div>
    </Box>
  );
};
