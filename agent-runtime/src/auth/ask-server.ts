import { readFile } from "node:fs/promises";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

/** Answers are documents about keys, or about a pod: they have some kilobytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** What a server is asked with. */
export interface ServerTrust {
  /** The file with the authorities of the server. Those of Node when it is not given. */
  caFile?: string | undefined;
  /** The file with a token to ask with. */
  tokenFile?: string | undefined;
  /** Asks without a token when there is no such file. */
  isTokenOptional?: boolean;
}

/** What a server is asked. */
export interface Question {
  /** Defaults to GET. */
  method?: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

/**
 * Asks a server, and resolves when it begins to answer. Whoever asks reads the answer, or destroys it.
 *
 * The files are read each time: what is mounted changes while a process runs. It is not done by
 * `fetch`, which takes no authorities of its own.
 */
export async function askServer(
  url: URL,
  trust: ServerTrust,
  { body, headers, method = "GET", signal }: Question,
): Promise<IncomingMessage> {
  const [ca, token] = await Promise.all([readAuthorities(trust), readToken(trust)]);
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return new Promise<IncomingMessage>((resolve, reject) => {
    request(
      url,
      { agent: false, ca, method, headers: { ...headers, ...authorization }, signal },
      resolve,
    )
      .on("error", reject)
      .end(body);
  });
}

/**
 * Reads an answer as text.
 *
 * @param maxBytes defaults to a mebibyte.
 * @throws Error when it is longer, or breaks off.
 */
export async function readAnswer(
  response: IncomingMessage,
  maxBytes: number = MAX_ANSWER_BYTES,
): Promise<string> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    byteCount += chunk.byteLength;
    if (byteCount > maxBytes) {
      throw new Error(`it answered more than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
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
