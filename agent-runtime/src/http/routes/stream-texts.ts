import type { WrittenEvent } from "../../protocol/operations.js";
import { END, type EventSource, Source } from "../../protocol/event-source.js";
import type { StreamText } from "../event-stream.js";

export interface StreamTextsOptions {
  form: {
    /** Writes an event whose JSON is given. */
    toEvent: (text: string) => StreamText;
  };
  /** Is told of the type of each event. */
  onEvent: (type: WrittenEvent["type"]) => void;
  /** Makes the last text of a stream that cannot be continued. */
  toLastText: (error: unknown) => StreamText;
}

/** The events of a stream whose first one is there already, as a binding writes them. */
export class StreamTexts extends Source<StreamText> {
  readonly #events: EventSource<WrittenEvent>;
  readonly #options: StreamTextsOptions;
  #first: IteratorResult<WrittenEvent, void> | undefined;
  #isOver = false;

  constructor(
    first: IteratorResult<WrittenEvent, void>,
    events: EventSource<WrittenEvent>,
    options: StreamTextsOptions,
  ) {
    super();
    this.#first = first;
    this.#events = events;
    this.#options = options;
  }

  override next(): Promise<IteratorResult<StreamText, void>> {
    const first = this.#first;
    if (first !== undefined) {
      this.#first = undefined;
      return Promise.resolve(this.#write(first));
    }
    return this.#isOver ? Promise.resolve(END) : this.#events.next().then(this.#write, this.#fail);
  }

  protected override leave(): Promise<unknown> {
    this.#isOver = true;
    return this.#events.return();
  }

  readonly #write = (
    next: IteratorResult<WrittenEvent, void>,
  ): IteratorResult<StreamText, void> => {
    if (next.done === true) {
      this.#isOver = true;
      return END;
    }
    this.#options.onEvent(next.value.type);
    return { done: false, value: this.#options.form.toEvent(next.value.text) };
  };

  readonly #fail = (error: unknown): IteratorResult<StreamText, void> => {
    const value = this.#options.toLastText(error);
    // What is left of it is of no use; whether it can be left is not, either.
    this.leave().catch(() => undefined);
    return { done: false, value };
  };
}
