/** Events in their order, for one reader. */
export type EventSource<Event> = AsyncGenerator<Event, void, undefined>;

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

// Generators would do the same in fewer words. They cost several turns for each event, and a stream
// passes through many hands: that is what an event costs most.

/** Events that come from where they are opened, which happens when the first one is asked for. */
export function openLazily<Event>(open: () => Promise<EventSource<Event>>): EventSource<Event> {
  let opening: Promise<EventSource<Event>> | undefined;
  let source: EventSource<Event> | undefined;
  let isOver = false;
  const begin = async (): Promise<IteratorResult<Event, void>> => {
    opening = open();
    source = await opening;
    return source.next();
  };
  return toSource({
    next: () => {
      if (source !== undefined) {
        return source.next();
      }
      return isOver || opening !== undefined ? Promise.resolve(END) : begin();
    },
    leave: async () => {
      isOver = true;
      // What is being opened is left as soon as it is open.
      const opened = source ?? (await opening?.catch(() => undefined));
      await opened?.return();
    },
  });
}

/** Each event as something else; undefined for none. */
export function mapEvents<From, To>(
  source: EventSource<From>,
  map: (event: From) => To | undefined,
): EventSource<To> {
  const next = async (): Promise<IteratorResult<To, void>> => {
    for (;;) {
      const read = await source.next();
      if (read.done === true) {
        return END;
      }
      const value = map(read.value);
      if (value !== undefined) {
        return { done: false, value };
      }
    }
  };
  return toSource({
    next,
    leave: async () => {
      await source.return();
    },
  });
}

function toSource<Event>({
  leave,
  next,
}: {
  next: () => Promise<IteratorResult<Event, void>>;
  leave: () => Promise<void>;
}): EventSource<Event> {
  const source: EventSource<Event> = {
    next,
    return: async () => {
      await leave();
      return END;
    },
    throw: async (error: unknown) => {
      await leave();
      throw error;
    },
    [Symbol.asyncIterator]: () => source,
    [Symbol.asyncDispose]: leave,
  };
  return source;
}
