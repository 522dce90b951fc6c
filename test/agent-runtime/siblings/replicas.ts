import type { LookupOptions } from "node:dns";
import dns from "node:dns/promises";
import { syncBuiltinESMExports } from "node:module";
import { onTestFinished, vi } from "vitest";
import { createAgentServerOn } from "../../../agent-runtime/src/agent-server.ts";
import { systemClock } from "../../../agent-runtime/src/clock.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { readEvents } from "../agent-under-test.ts";
import { createUniqueText } from "../../e2e/unique-text.ts";
import { createFakeHost, type FakeHost } from "../fake-host.ts";
import { findFreePort } from "../free-port.ts";
import { createHeldExecutor, type HeldExecutor } from "../held-executor.ts";
import { createRecordedLog, type RecordedLog } from "../recorded-log.ts";
import type { WireAnswer, WireEvent } from "../wire-types.ts";

/** A replica that listens on an address of its own. */
export interface Replica {
  url: string;
  executor: HeldExecutor;
  host: FakeHost;
  log: RecordedLog;
  /** Reads a metric without labels. */
  readMetric: (name: string) => Promise<number>;
  /** Posts a call of JSON-RPC. */
  post: (method: string, params: unknown, init?: RequestInit) => Promise<Response>;
  /** Calls a method and returns its answer, with a result or an error. */
  call: (method: string, params: unknown, headers?: Record<string, string>) => Promise<WireAnswer>;
  /** Calls a method and returns the results of its stream, as they come. */
  stream: (method: string, params: unknown) => Promise<AsyncGenerator<WireEvent, void, undefined>>;
}

/**
 * Starts replicas of an agent on 127.0.0.1, 127.0.0.2 and so on, with one port. Some of their environment is given,
 * and which of them DNS does not tell of yet.
 */
export async function startReplicas(
  count: number,
  environment: Readonly<Record<string, string>> = {},
  tooNew: readonly string[] = [],
): Promise<Replica[]> {
  const port = await findFreePort();
  const addresses = Array.from({ length: count }, (_, index) => `127.0.0.${index + 1}`);
  const host = createUniqueText("siblings");
  resolveUntilFinished(host, addresses, tooNew);
  const given = { A2A_SIBLINGS_HOST: host, ...environment };
  return Promise.all(
    addresses.map((address) => startReplica(address, port, { POD_IP: address, ...given })),
  );
}

async function startReplica(
  address: string,
  port: number,
  environment: Readonly<Record<string, string>>,
): Promise<Replica> {
  const executor = createHeldExecutor();
  const host = createFakeHost();
  const log = createRecordedLog();
  const config = readConfig(environment);
  const server = createAgentServerOn(
    { config, clock: systemClock, host },
    {
      executor: executor.execute,
      card: { ...smallestCard, capabilities: { pushNotifications: true } },
      host: address,
      port,
      metricsPort: 0,
      adminPort: 0,
      log,
    },
  );
  const { metricsPort } = await server.listen();
  onTestFinished(() => server.close());

  const url = `http://${address}:${port}/`;
  const post: Replica["post"] = (method, params, init = {}) =>
    fetch(url, {
      ...init,
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "A2A-Version": "1.0",
        ...(init.headers as Record<string, string> | undefined),
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 7, method, params }),
    });
  return {
    url,
    executor,
    host,
    log,
    readMetric: async (name) => {
      const text = await (await fetch(`http://${address}:${metricsPort}/metrics`)).text();
      return Number(new RegExp(`^${name} (.+)$`, "m").exec(text)?.[1]);
    },
    post,
    call: async (method, params, headers = {}) => {
      const response = await post(method, params, { headers });
      return (await response.json()) as WireAnswer;
    },
    stream: async (method, params) => readEvents(await post(method, params)),
  };
}

/**
 * Has DNS know a name for as long as the test runs, and one below it for each address. Those that are
 * too new are left out of what all share.
 */
function resolveUntilFinished(
  host: string,
  addresses: readonly string[],
  tooNew: readonly string[],
): void {
  const { lookup } = dns;
  const names = new Map(
    addresses.map((address) => [`${address.replaceAll(".", "-")}.${host}`, [address]]),
  );
  names.set(
    host,
    addresses.filter((address) => !tooNew.includes(address)),
  );
  const resolve = (name: string, options: LookupOptions): Promise<unknown> => {
    const found = names.get(name);
    return found === undefined
      ? lookup(name, options)
      : Promise.resolve(found.map((address) => ({ address, family: 4 })));
  };
  const spy = vi.spyOn(dns, "lookup").mockImplementation(resolve as typeof lookup);
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
}
