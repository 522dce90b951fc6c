/** A diff that this agent cannot work on. The message is for the one who sent it. */
export class UnusableDiff extends Error {
  override name = "UnusableDiff";

  constructor(message: string) {
    // A diff without a name begins a sentence as well.
    super(message.replace(/^the /, "The "));
  }
}
