import { connect } from "node:net";
import { getUrlHost, getUrlPort } from "../url-address.js";

/** Whoever listens on the machine itself takes a connection within it. */
const TIMEOUT_MS = 1_000;

/**
 * What became of an attempt to connect.
 *
 * - `taken`: somebody listens, whatever else it does: the kernel takes connections for a process that is
 *   busy, as many as it said when it began to listen.
 * - `refused`: nobody listens.
 * - `silent`: neither came. So many connections wait already that no more are taken, or nothing is there.
 */
export type ConnectionOutcome =
  { kind: "taken" } | { kind: "refused"; reason: string } | { kind: "silent"; reason: string };

/** Connects to where a URL leads, sends nothing, and closes. Takes a second at most. */
export function tryConnection(url: string): Promise<ConnectionOutcome> {
  const place = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({
      host: getUrlHost(place),
      port: getUrlPort(place),
      timeout: TIMEOUT_MS,
    });
    const end = (outcome: ConnectionOutcome): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket
      .once("connect", () => {
        end({ kind: "taken" });
      })
      .once("timeout", () => {
        end({ kind: "silent", reason: `no connection within ${TIMEOUT_MS} ms` });
      })
      .on("error", ({ code = "", message }: NodeJS.ErrnoException) => {
        // An error of several addresses says nothing itself.
        end({ kind: "refused", reason: message === "" ? code : message });
      });
  });
}
