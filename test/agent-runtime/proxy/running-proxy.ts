import { onTestFinished, vi } from "vitest";
import type { Clock } from "../../../agent-runtime/src/clock.ts";
import { systemClock } from "../../../agent-runtime/src/clock.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import { createAgentProxyOn } from "../../../agent-runtime/src/proxy/agent-proxy.ts";
import type { AgentProxyOptions } from "../../../agent-runtime/src/proxy/proxy-options.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { readEvents, toParams } from "../agent-under-test.ts";
import { createFakeHost, type FakeHost } from "../fake-host.ts";
import { createRecordedLog, type RecordedLog } from "../recorded-log.ts";
import type { WireAnswer, WireEvent } from "../wire-types.ts";

/** A proxy that listens. */
export interface RunningProxy {
  readonly url: string;
  readonly adminUrl: string;
  readonly port: number;
  readonly log: RecordedLog;
  readonly host: FakeHost;
  /** Calls a method of A2A 1.0. */
  call: (method: string, params: unknown, headers?: Record<string, string>) => Promise<WireAnswer>;
  /** Sends a message with one text. */
  send: (text: string, message?: object, configuration?: object) => Promise<WireAnswer>;
  /** Calls a method that is answered by a stream. */
  stream: (method: string, params: unknown) => AsyncGenerator<WireEvent, void, undefined>;
  /** The value of a metric, summed over its labels. */
  readMetric: (name: string, labels?: string) => Promise<number>;
  close: () => Promise<void>;
}

export interface ProxySettings {
  options?: AgentProxyOptions;
  environment?: Record<string, string>;
  clock?: Clock;
  /** Waits until the agent is there. Defaults to true. */
  isAwaited?: boolean;
}

/** Starts a proxy in front of an agent, until the test is over. */
export async function startProxy(
  upstreamUrl: string,
  { clock = systemClock, environment = {}, isAwaited = true, options = {} }: ProxySettings = {},
): Promise<RunningProxy> {
  const log = createRecordedLog();
  const host = createFakeHost();
  const proxy = createAgentProxyOn(
    { config: readConfig(environment), clock, host },
    {
      upstreamUrl,
      card: smallestCard,
      host: "127.0.0.1",
      port: 0,
      metricsPort: 0,
      adminPort: 0,
      log,
      ...options,
    },
  );
  onTestFinished(() => proxy.close());
  const { adminPort, metricsPort, port } = await proxy.listen();
  const url = `http://127.0.0.1:${port}`;
  const adminUrl = `http://127.0.0.1:${adminPort}`;
  if (isAwaited) {
    await vi.waitFor(async () => {
      const { ok } = await fetch(`${adminUrl}/readyz`);
      if (!ok) {
        throw new Error("The agent is not there.");
      }
    }, 5_000);
  }
  const post = (
    method: string,
    params: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "A2A-Version": "1.0", ...headers },
      body: JSON.stringify({ jsonrpc: "2.0", id: 7, method, params }),
    });
  const call: RunningProxy["call"] = async (method, params, headers) =>
    (await (await post(method, params, headers)).json()) as WireAnswer;
  return {
    url,
    adminUrl,
    port,
    log,
    host,
    call,
    send: (text, message, configuration) =>
      call("SendMessage", toParams(text, message, configuration)),
    stream: async function* (method, params) {
      yield* readEvents(await post(method, params));
    },
    readMetric: async (name, labels = "") => {
      const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      return text
        .split("\n")
        .filter((line) => /^\w+/.exec(line)?.[0] === name && line.includes(labels))
        .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
    },
    close: () => proxy.close(),
  };
}
