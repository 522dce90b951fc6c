import { z } from "zod";
import { getUrlHost } from "../url-address.js";

/** Where the replicas of an agent are found. */
export interface SiblingsHost {
  /** A name that resolves to the address of every replica. */
  host: string;
  /** Undefined: the port of this replica. */
  port: number | undefined;
}

const RULE = "must be a host name, with or without a port.";

/** Reads what `A2A_SIBLINGS_HOST` says: a host name, and a port where it is another one than ours. */
export const siblingsHostSchema = z.string().transform((text, context): SiblingsHost => {
  // A scheme without a port of its own, so that every port is kept.
  const url = URL.parse(`a2a://${text}`);
  if (url === null || url.host !== text || url.hostname === "") {
    context.addIssue(RULE);
    return z.NEVER;
  }
  return {
    host: getUrlHost(url),
    port: url.port === "" ? undefined : Number(url.port),
  };
});
