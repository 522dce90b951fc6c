import { StringDecoder } from "node:string_decoder";
import { createParser } from "eventsource-parser";
import { type EventSource, Source } from "../protocol/event-source.js";

/** The data of the events of a stream, read out of its body (HTML, section 9.2). */
export class EventReader extends Source<string> {
  readonly #body: EventSource<Buffer>;
  readonly #decoder = new StringDecoder("utf8");
  readonly #read: string[] = [];
  readonly #parser = createParser({
    onEvent: ({ data }) => {
      this.#read.push(data);
    },
  });

  constructor(body: EventSource<Buffer>) {
    super();
    this.#body = body;
  }

  override next(): Promise<IteratorResult<string, void>> {
    const value = this.#read.shift();
    return value === undefined
      ? this.#body.next().then(this.#take)
      : Promise.resolve({ done: false, value });
  }

  protected override leave(): Promise<unknown> {
    return this.#body.return();
  }

  readonly #take = (
    came: IteratorResult<Buffer, void>,
  ): IteratorResult<string, void> | Promise<IteratorResult<string, void>> => {
    if (came.done === true) {
      return came;
    }
    this.#parser.feed(this.#decoder.write(came.value));
    return this.next();
  };
}
