import { readFile } from "node:fs/promises";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

/** Documents about keys have some kilobytes. */
const MAX_DOCUMENT_BYTES = 1024 * 1024;

/** What a server is asked with. */
export interface ServerTrust {
  /** The file with the authorities of the server. Those of Node when it is not given. */
  caFile?: string | undefined;
  /** The file with a token to ask with. */
  tokenFile?: string | undefined;
  /** Asks without a token when there is no such file. */
  isTokenOptional?: boolean;
}

/**
 * Reads a JSON document from a server.
 *
 * The files are read each time: what is mounted changes while a process runs. It is not done by
 * `fetch`, which takes no authorities of its own.
 *
 * @throws Error that says what was asked and what went wrong.
 */
export async function readJson(
  url: string,
  trust: ServerTrust,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    const [ca, token] = await Promise.all([readAuthorities(trust), readToken(trust)]);
    return JSON.parse(await readText(new URL(url), { ca, token, signal }));
  } catch (error) {
    throw new Error(`${url}: ${toReason(error, signal)}`, { cause: error });
  }
}

async function readAuthorities({ caFile }: ServerTrust): Promise<string | undefined> {
  return caFile === undefined ? undefined : readFile(caFile, "utf8");
}

async function readToken({ isTokenOptional, tokenFile }: ServerTrust): Promise<string | undefined> {
  if (tokenFile === undefined) {
    return undefined;
  }
  try {
    return (await readFile(tokenFile, "utf8")).trim();
  } catch (error) {
    if (isTokenOptional === true && (error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}

interface Question {
  ca: string | undefined;
  token: string | undefined;
  signal: AbortSignal;
}

async function readText(url: URL, { ca, token, signal }: Question): Promise<string> {
  const headers = {
    // An API server hands keys out as a set of keys alone.
    Accept: "application/jwk-set+json, application/json",
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
  };
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { agent: false, ca, headers, signal }, resolve).on("error", reject).end();
  });
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`it answered ${response.statusCode ?? "nothing"}, not 200.`);
  }
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    byteCount += chunk.byteLength;
    if (byteCount > MAX_DOCUMENT_BYTES) {
      throw new Error(`it answered more than ${MAX_DOCUMENT_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function toReason(error: unknown, signal: AbortSignal): string {
  return signal.aborted ? "it did not answer in time." : String(error);
}
