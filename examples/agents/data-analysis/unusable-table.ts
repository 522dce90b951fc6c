/** A table that this agent cannot work on. The message is for the one who sent it. */
export class UnusableTable extends Error {
  override name = "UnusableTable";

  constructor(message: string) {
    // A table without a name begins a sentence as well.
    super(message.replace(/^the /, "The "));
  }
}
