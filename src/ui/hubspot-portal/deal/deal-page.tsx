import { useCallback, useEffect, useRef } from 'react';
import { CardHost } from '../card/card-host.tsx';
import { formatMoney } from '../format.ts';
import { Icon } from '../icon.tsx';
import { readDeal, updateDeal } from '../portal-api.ts';
import type { DealDetail } from '../portal-api.ts';
import { PageNotice, TopBar } from '../top-bar.tsx';
import { useDealChanges, useLive } from '../use-live.ts';
import { Acts, useAct } from '../use-acts.tsx';
import { AboutDeal } from './about-deal.tsx';
import { LineItems } from './line-items.tsx';
import { NoteList } from './note-list.tsx';
import { PropertyPanel } from './property-panel.tsx';
import { StagePath } from './stage-path.tsx';
import { TaskList } from './task-list.tsx';

const DealHead = ({ detail }: { detail: DealDetail }) => {
  const { properties } = detail.deal;
  return (
    <TopBar>
      <a className="back" href="/">
        <Icon name="left" /> Board
      </a>
      <h1>{properties['dealname'] ?? detail.deal.id}</h1>
      {properties['amount'] && <p>{formatMoney(properties['amount'], properties['deal_currency_code'])}</p>}
      {detail.owner?.name && <p>Owner: {detail.owner.name}</p>}
    </TopBar>
  );
};

const DealBody = ({ detail, changes }: { detail: DealDetail; changes: EventTarget }) => {
  const act = useAct();
  const { deal } = detail;
  return (
    <main className="deal-page">
      <StagePath
        stages={detail.stages}
        current={deal.properties['dealstage'] ?? null}
        onMove={(stage) => act(updateDeal(deal.id, { dealstage: stage.id }))}
      />
      <div className="deal-grid">
        <div className="deal-side">
          <AboutDeal detail={detail} />
          <LineItems items={detail.lineItems} currency={deal.properties['deal_currency_code'] ?? null} />
        </div>
        <div className="deal-main">
          <section className="box deal-card" aria-label="Keepable">
            <CardHost dealId={deal.id} serviceUrl={detail.app.url} changes={changes} />
          </section>
          <NoteList notes={detail.notes} />
        </div>
        <div className="deal-side">
          <TaskList tasks={detail.tasks} />
          <PropertyPanel properties={deal.properties} definitions={detail.propertyDefinitions} />
        </div>
      </div>
    </main>
  );
};

const useTitle = (name: string | null | undefined): void => {
  useEffect(() => {
    if (name) document.title = `${name} | Sandbox portal`;
  }, [name]);
};

/** A deal's record: facts to edit, the Keepable card, tasks and notes, all live. */
export const DealPage = ({ dealId }: { dealId: string }) => {
  const changes = useRef(new EventTarget());
  const read = useCallback(() => readDeal(dealId), [dealId]);
  const { value: detail, fault, reload } = useLive(read);
  const onChange = useCallback(
    (changed: string | null) => {
      if (changed !== null && changed !== dealId) return;
      reload();
      changes.current.dispatchEvent(new Event('changed'));
    },
    [dealId, reload],
  );
  useDealChanges(onChange);
  useTitle(detail?.deal.properties['dealname']);
  if (!detail) return <PageNotice>{fault ?? 'Reading the deal'}</PageNotice>;
  return (
    <>
      <DealHead detail={detail} />
      <Acts>
        <DealBody detail={detail} changes={changes.current} />
      </Acts>
    </>
  );
};
