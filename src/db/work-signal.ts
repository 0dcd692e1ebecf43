import pg from 'pg';

/** A tap on the shoulder, never a fact: workers also look by themselves, so that a lost one costs a second. */
export type WorkSignal = {
  send(): void;
  /** Calls back on each signal until the returned function is called. */
  listen(callback: () => void): () => void;
  close(): Promise<void>;
};

const CHANNEL = 'keepable_work';

/** Signals within this process. */
export const localSignal = (): WorkSignal => {
  const listeners = new Set<() => void>();
  return {
    send: () => listeners.forEach((listener) => listener()),
    listen: (callback) => {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    close: async () => listeners.clear(),
  };
};

/** Signals between processes by LISTEN and NOTIFY on one connection of its own; reconnects when it breaks. */
export const postgresSignal = async (url: string): Promise<WorkSignal> => {
  const local = localSignal();
  let isClosed = false;
  let client = await connect(url, local, () => void reconnect());
  const reconnect = async (): Promise<void> => {
    if (isClosed) return;
    try {
      client = await connect(url, local, () => void reconnect());
    } catch {
      setTimeout(() => void reconnect(), 1000).unref();
    }
  };
  return {
    send: () => void client.query(`notify ${CHANNEL}`).catch(() => local.send()),
    listen: (callback) => local.listen(callback),
    close: async () => {
      isClosed = true;
      await local.close();
      await client.end().catch(() => undefined);
    },
  };
};

const connect = async (url: string, local: WorkSignal, onEnd: () => void): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  client.on('notification', () => local.send());
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`listen ${CHANNEL}`);
  client.on('end', onEnd);
  return client;
};
