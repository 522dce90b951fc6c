import { askServer, readAnswer, type ServerTrust } from "./ask-server.js";

/** An API server hands keys out as a set of keys alone. */
const HEADERS = { Accept: "application/jwk-set+json, application/json" };

/**
 * Reads a JSON document from a server.
 *
 * @throws Error that says what was asked and what went wrong.
 */
export async function readJson(
  url: string,
  trust: ServerTrust,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    const response = await askServer(new URL(url), trust, { headers: HEADERS, signal });
    if (response.statusCode !== 200) {
      response.destroy();
      throw new Error(`it answered ${response.statusCode ?? "nothing"}, not 200.`);
    }
    return JSON.parse(await readAnswer(response));
  } catch (error) {
    throw new Error(`${url}: ${toReason(error, signal)}`, { cause: error });
  }
}

function toReason(error: unknown, signal: AbortSignal): string {
  return signal.aborted ? "it did not answer in time." : String(error);
}
