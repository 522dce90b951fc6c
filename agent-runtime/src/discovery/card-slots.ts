/** How many cards are read at a time. */
const MAX_CARD_READS = 32;

/** Does work when there is room for it. What is urgent goes before the rest. */
export type CardSlots = (isUrgent: boolean, work: () => Promise<void>) => Promise<void>;

/** Makes room for a number of reads. */
export function createCardSlots(maxReads: number = MAX_CARD_READS): CardSlots {
  const urgent: (() => void)[] = [];
  const others: (() => void)[] = [];
  let reads = 0;
  return async (isUrgent, work) => {
    if (reads >= maxReads) {
      // Whoever ends leaves its room to the next one.
      await new Promise<void>((resolve) => {
        (isUrgent ? urgent : others).push(resolve);
      });
    } else {
      reads += 1;
    }
    try {
      await work();
    } finally {
      const next = urgent.shift() ?? others.shift();
      if (next === undefined) {
        reads -= 1;
      } else {
        next();
      }
    }
  };
}
