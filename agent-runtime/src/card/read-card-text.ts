/**
 * How many bytes a card may have that somebody else serves: as many as the object of Kubernetes that one is
 * mounted from.
 */
export const MAX_CARD_BYTES = 1024 * 1024;

/** A card is a small file: a longer one is none, and is not read to its end. */
export class CardTooLargeError extends Error {
  constructor() {
    super(`it has more than ${MAX_CARD_BYTES} bytes.`);
    this.name = "CardTooLargeError";
  }
}

/**
 * Reads the text of an answer that is to be a card. It is counted as it comes and is unpacked: what is said of
 * its length may be missing, and a small body may become a large one.
 *
 * @throws CardTooLargeError, and what the body breaks off with.
 */
export async function readCardText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_CARD_BYTES) {
      throw new CardTooLargeError();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
