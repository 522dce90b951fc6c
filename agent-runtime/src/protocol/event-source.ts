/** Events in their order, for one reader. */
export type EventSource<Event> = AsyncGenerator<Event, void, undefined>;

/** There are no more. */
export const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * What each source of events is made of. Generators would do the same in fewer words. They cost several turns
 * and a dozen objects for each event that is waited for, and a stream passes through many hands.
 */
export abstract class Source<Event> implements EventSource<Event> {
  abstract next(): Promise<IteratorResult<Event, void>>;

  /** Nobody reads any more. */
  protected abstract leave(): Promise<unknown>;

  async return(): Promise<IteratorResult<Event, void>> {
    await this.leave();
    return END;
  }

  async throw(error: unknown): Promise<IteratorResult<Event, void>> {
    await this.leave();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave();
  }
}

/** Events that come from where they are opened, which happens when the first one is asked for. */
export function openLazily<Event>(open: () => Promise<EventSource<Event>>): EventSource<Event> {
  return new LazySource(open);
}

class LazySource<Event> extends Source<Event> {
  #open: (() => Promise<EventSource<Event>>) | undefined;
  #opening: Promise<EventSource<Event>> | undefined;
  #source: EventSource<Event> | undefined;

  constructor(open: () => Promise<EventSource<Event>>) {
    super();
    this.#open = open;
  }

  override next(): Promise<IteratorResult<Event, void>> {
    if (this.#source !== undefined) {
      return this.#source.next();
    }
    return this.#open === undefined ? Promise.resolve(END) : this.#begin(this.#open);
  }

  protected override async leave(): Promise<void> {
    this.#open = undefined;
    // What is being opened is left as soon as it is open.
    const opened = this.#source ?? (await this.#opening?.catch(() => undefined));
    await opened?.return();
  }

  async #begin(open: () => Promise<EventSource<Event>>): Promise<IteratorResult<Event, void>> {
    this.#open = undefined;
    this.#opening = open();
    this.#source = await this.#opening;
    this.#opening = undefined;
    return this.#source.next();
  }
}

/**
 * Each event as something else; undefined for none. `onError` throws what is thrown in place of an error of
 * the source. Where an event cannot be made something else, the source is left.
 */
export function mapEvents<From, To>(
  source: EventSource<From>,
  map: (event: From) => To | undefined,
  onError?: (error: unknown) => never,
): EventSource<To> {
  return new MappedSource(source, map, onError);
}

class MappedSource<From, To> extends Source<To> {
  readonly #source: EventSource<From>;
  readonly #map: (event: From) => To | undefined;
  readonly #onError: ((error: unknown) => never) | undefined;

  constructor(
    source: EventSource<From>,
    map: (event: From) => To | undefined,
    onError: ((error: unknown) => never) | undefined,
  ) {
    super();
    this.#source = source;
    this.#map = map;
    this.#onError = onError;
  }

  override next(): Promise<IteratorResult<To, void>> {
    return this.#source.next().then(this.#take, this.#onError);
  }

  protected override leave(): Promise<unknown> {
    return this.#source.return();
  }

  readonly #take = (
    read: IteratorResult<From, void>,
  ): IteratorResult<To, void> | Promise<IteratorResult<To, void>> => {
    if (read.done === true) {
      return END;
    }
    const value = this.#mapOrLeave(read.value);
    return value === undefined ? this.next() : { done: false, value };
  };

  #mapOrLeave(event: From): To | undefined {
    try {
      return this.#map(event);
    } catch (error) {
      void this.#source.return().catch(() => undefined);
      throw error;
    }
  }
}
