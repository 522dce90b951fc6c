import { readFile } from "node:fs/promises";

/** A token as `Authorization` carries it (RFC 6750, section 2.1). */
const TOKEN = /^[\w.~+/-]+=*$/;

/** There is no token to show a peer who calls. */
export class PeerTokenError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PeerTokenError";
  }
}

/**
 * Reads the token that shows a peer who calls. It is not kept: the kubelet writes another one before it
 * expires, and a call may be asked about for longer than that.
 *
 * @throws PeerTokenError when there is none. Its words never have what is in the file.
 */
export async function readPeerToken(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new PeerTokenError(`'${file}' cannot be read`, { cause: error });
  }
  const token = text.trim();
  if (!TOKEN.test(token)) {
    throw new PeerTokenError(`'${file}' must have a token in it, and nothing else`);
  }
  return token;
}
