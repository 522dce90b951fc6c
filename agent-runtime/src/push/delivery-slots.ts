/** Runs work when there is room for it. */
export type DeliverySlots = <Result>(
  origin: string,
  work: () => Promise<Result>,
) => Promise<Result>;

/** How many deliveries run at a time: each one is a connection. */
const MAX_DELIVERIES = 256;
/** How many of them go to the same origin: one that never answers must not block the others. */
const MAX_DELIVERIES_PER_ORIGIN = 64;

interface Group {
  running: number;
  waiting: (() => void)[];
}

/** Makes room for a number of deliveries. Origins take turns. */
export function createDeliverySlots(
  maxRunning = MAX_DELIVERIES,
  maxRunningPerOrigin = MAX_DELIVERIES_PER_ORIGIN,
): DeliverySlots {
  // In the order of their turns.
  const groups = new Map<string, Group>();
  let running = 0;

  const beginNext = (): void => {
    for (const [origin, group] of groups) {
      if (running >= maxRunning) {
        return;
      }
      const begin = group.running < maxRunningPerOrigin ? group.waiting.shift() : undefined;
      if (begin !== undefined) {
        groups.delete(origin);
        groups.set(origin, group);
        running += 1;
        group.running += 1;
        begin();
      }
    }
  };
  const end = (origin: string, group: Group): void => {
    running -= 1;
    group.running -= 1;
    if (group.running === 0 && group.waiting.length === 0) {
      groups.delete(origin);
    }
    beginNext();
  };

  return async (origin, work) => {
    const group = groups.get(origin) ?? { running: 0, waiting: [] };
    groups.set(origin, group);
    await new Promise<void>((resolve) => {
      group.waiting.push(resolve);
      beginNext();
    });
    try {
      return await work();
    } finally {
      end(origin, group);
    }
  };
}
