import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import {
  type AgentServer,
  type AgentServerOptions,
  createAgentServer,
  ListenError,
  TaskEndedError,
} from "@berth/agent-runtime";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { toInterfaces } from "../../agent-runtime/src/card/card-document.ts";
import { createAgentServerOn } from "../../agent-runtime/src/agent-server.ts";
import { systemClock } from "../../agent-runtime/src/clock.ts";
import { readConfig } from "../../agent-runtime/src/config.ts";
import { smallestCard } from "../contract/card-fixtures.ts";
import { createFakeHost } from "./fake-host.ts";
import { findFreePort } from "./free-port.ts";
import { createHeldExecutor } from "./held-executor.ts";
import { createRecordedLog } from "./recorded-log.ts";
import { toBody } from "./http/wire.ts";
import { toParams } from "./agent-under-test.ts";

const LOOPBACK = "127.0.0.1";

function createServerUnderTest(
  change: Partial<AgentServerOptions> = {},
  environment: Record<string, string> = {},
): { server: AgentServer; host: ReturnType<typeof createFakeHost> } {
  const host = createFakeHost();
  const server = createAgentServerOn(
    { config: readConfig(environment), clock: systemClock, host },
    {
      executor: () => undefined,
      card: smallestCard,
      host: LOOPBACK,
      port: 0,
      metricsPort: 0,
      adminPort: 0,
      log: createRecordedLog(),
      ...change,
    },
  );
  onTestFinished(() => server.close());
  return { server, host };
}

/** Takes a port until the test is over. */
async function takePort(port = 0): Promise<number> {
  const taken = createServer().listen(port, LOOPBACK);
  await once(taken, "listening");
  onTestFinished(async () => {
    taken.close();
    await once(taken, "close");
  });
  return (taken.address() as AddressInfo).port;
}

function post(port: number, body: string): Promise<Response> {
  return fetch(`http://${LOOPBACK}:${port}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
    body,
  });
}

describe("a server", () => {
  it("tells where it listens, and its card has the address that callers know", async () => {
    const { server } = createServerUnderTest({ host: "::" });
    const addresses = await server.listen();
    const url = `http://localhost:${addresses.port}/`;
    expect(addresses).toEqual({
      url,
      cardUrl: `${url}.well-known/agent-card.json`,
      port: addresses.port,
      metricsPort: addresses.metricsPort,
      adminPort: addresses.adminPort,
    });
    const card: unknown = await (await fetch(addresses.cardUrl)).json();
    expect(card).toMatchObject({ supportedInterfaces: toInterfaces(url, true) });
  });

  it.each([
    ["the options", { url: "https://agents.example.com/research" }, {}],
    ["AGENT_URL", {}, { AGENT_URL: "https://agents.example.com/research" }],
  ])(
    "has the address of %s on its card, and the card at the root",
    async (_, options, environment) => {
      const { server } = createServerUnderTest(options, environment);
      const { cardUrl, url } = await server.listen();
      expect({ cardUrl, url }).toEqual({
        cardUrl: "https://agents.example.com/.well-known/agent-card.json",
        url: "https://agents.example.com/research",
      });
    },
  );

  it.each([
    ["127.0.0.2", "127.0.0.2"],
    ["localhost", "localhost"],
    ["::1", "[::1]"],
    ["0.0.0.0", "localhost"],
  ])("has the address on its card that it listens on: %s", async (host, named) => {
    const { server } = createServerUnderTest({ host });
    const { cardUrl, port, url } = await server.listen();
    expect(url).toBe(`http://${named}:${port}/`);
    expect(await (await fetch(cardUrl)).json()).toMatchObject({
      supportedInterfaces: toInterfaces(url, true),
    });
  });

  it.each([
    ["nosuch.invalid", "getaddrinfo"],
    ["192.0.2.1", "listen"],
  ])("says that it is the host that is not there: %s", async (host, syscall) => {
    const { server } = createServerUnderTest({ host });
    const failure: unknown = await server.listen().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ListenError);
    expect(failure).toMatchObject({
      message: `'host' (${host}) must be an address of this machine. Leave --host out for all of them.`,
      cause: { syscall },
    });
  });

  it("warns of variables that look like its own and are none, and starts", async () => {
    const log = createRecordedLog();
    const { server } = createServerUnderTest({ log }, { A2A_MAX_TASKS: "3", A2A_TASKS: "4" });
    await server.listen();
    expect(log.lines[0]).toEqual({
      level: "warn",
      facts: { variables: ["A2A_MAX_TASKS", "A2A_TASKS"] },
      message:
        "These variables of the environment are not known, and not heeded. See whether they are misspelt",
    });
  });

  it("says which port is taken", async () => {
    const port = await takePort();
    const { server, host } = createServerUnderTest({ port });
    const failure: unknown = await server.listen().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ListenError);
    expect(failure).toMatchObject({
      port,
      message: `'port' (${port}) is taken by another process. Give another one, or 0 for any free one.`,
      cause: { code: "EADDRINUSE" },
    });
    expect(host.listeners).toBe(0);
  });

  it("closes what it has opened when a later port is taken", async () => {
    const adminPort = await takePort();
    const port = await findFreePort();
    const { server } = createServerUnderTest({ port, adminPort });
    await expect(server.listen()).rejects.toThrow(`'adminPort' (${adminPort}) is taken`);
    expect(await takePort(port)).toBe(port);
  });

  it("listens once", async () => {
    const { server } = createServerUnderTest();
    await server.listen();
    await expect(server.listen()).rejects.toThrow("A server listens once.");
  });

  it("refuses a body that is too large with an answer that comes through", async () => {
    const { server } = createServerUnderTest({}, { A2A_MAX_BODY_BYTES: "1000000" });
    const { port } = await server.listen();
    const body = toBody({ method: "SendMessage", params: toParams("x".repeat(3_000_000)) });
    const response = await post(port, body);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      error: { data: [{ reason: "PAYLOAD_TOO_LARGE" }] },
    });
  });

  it("takes a body of unknown length, and one of several megabytes, by default", async () => {
    const { server } = createServerUnderTest({
      executor: (task) => {
        task.complete(String(task.message.text.length));
      },
    });
    const { port } = await server.listen();
    const body = toBody({ method: "SendMessage", params: toParams("x".repeat(5_000_000)) });
    const response = await fetch(`http://${LOOPBACK}:${port}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
      body: new Blob([body]).stream(),
      duplex: "half",
    });
    expect(await response.json()).toMatchObject({
      result: { task: { status: { message: { parts: [{ text: "5000000" }] } } } },
    });
  });

  it("asks callers to leave idle connections before a drain does, and keeps those of others", async () => {
    const { server } = createServerUnderTest();
    const { port } = await server.listen();
    const socket = connect({ host: LOOPBACK, port });
    let received = "";
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString();
    });
    const ask = async (answers: number): Promise<void> => {
      socket.write("GET /.well-known/agent-card.json HTTP/1.1\r\nHost: agent\r\n\r\n");
      await vi.waitFor(() => {
        expect(received.match(/^HTTP\/1\.1 200 /gm)).toHaveLength(answers);
      });
    };
    await ask(1);
    expect(received.match(/^Keep-Alive: .*$/gim)).toEqual(["Keep-Alive: timeout=2"]);
    expect(received.match(/^Connection: .*$/gim)).toEqual(["Connection: keep-alive"]);
    await delay(2_500);
    await ask(2);
    socket.destroy();
  });

  it("gives no such hint to a caller that leaves by itself", async () => {
    const { server } = createServerUnderTest();
    const { port } = await server.listen();
    const response = await fetch(`http://${LOOPBACK}:${port}`, {
      headers: { connection: "close" },
    });
    expect(response.headers.get("Keep-Alive")).toBeNull();
  });

  it("notices that the reader of a stream has gone, and the task goes on", async () => {
    const held = createHeldExecutor();
    const { server } = createServerUnderTest({ executor: held.execute });
    const { metricsPort, port } = await server.listen();
    const readStreams = async (): Promise<string | undefined> => {
      const text = await (await fetch(`http://${LOOPBACK}:${metricsPort}/metrics`)).text();
      return /^a2a_streams_active (\d+)$/m.exec(text)?.[1];
    };
    const body = toBody({ method: "SendStreamingMessage", params: toParams("go") });
    const response = await post(port, body);
    expect(await readStreams()).toBe("1");
    await response.body?.cancel();
    await expect.poll(readStreams).toBe("0");
    const { release, task } = await held.next();
    expect(task.signal.aborted).toBe(false);
    release();
  });

  it("goes on when an executor whose task was cancelled speaks where nobody catches", async () => {
    const held = createHeldExecutor();
    const { server, host } = createServerUnderTest({ executor: held.execute });
    await server.listen();
    expect(host.stray(new TaskEndedError("t", "CANCELED"), "exception")).toBe(true);
  });

  it("closes when it is told to, after its tasks, and leaves nothing behind", async () => {
    const held = createHeldExecutor();
    const { server, host } = createServerUnderTest({ executor: held.execute });
    const { port } = await server.listen();
    const blocking = post(port, toBody({ method: "SendMessage", params: toParams("go") }));
    const { release } = await held.next();
    const closed = server.close();
    release();
    expect(await (await blocking).json()).toMatchObject({
      result: { task: { status: { state: "TASK_STATE_COMPLETED" } } },
    });
    await closed;
    await expect(fetch(`http://${LOOPBACK}:${port}`)).rejects.toThrow();
    expect(host.exits).toEqual([]);
    expect(host.listeners).toBe(0);
  });

  it("closes before it has listened, too, and does not listen after that", async () => {
    const { server, host } = createServerUnderTest();
    await server.close();
    await expect(server.listen()).rejects.toThrow("The server is closed.");
    expect(host.listeners).toBe(0);
  });

  it("closes while it opens its ports, and leaves none open", async () => {
    const port = await findFreePort();
    const { server, host } = createServerUnderTest({ port });
    const listening = expect(server.listen()).rejects.toThrow("The server is closed.");
    await server.close();
    await listening;
    expect(await takePort(port)).toBe(port);
    expect(host.listeners).toBe(0);
  });
});

describe("two agents on one laptop", () => {
  it("share no port that only people look at: the second takes free ones", async () => {
    const options = { metricsPort: undefined, adminPort: undefined };
    const first = await createServerUnderTest(options).server.listen();
    const second = await createServerUnderTest(options).server.listen();
    const ports = [first, second].flatMap(({ metricsPort, adminPort }) => [metricsPort, adminPort]);
    expect(new Set(ports).size).toBe(4);
  });

  it("are told so in a pod, where the kubelet and Prometheus know the numbers", async () => {
    const options = { metricsPort: undefined, adminPort: undefined };
    await createServerUnderTest(options).server.listen();
    const { server } = createServerUnderTest(options, { POD_NAME: "research-5d8-x" });
    await expect(server.listen()).rejects.toThrow(
      "'adminPort' (9465) is taken by another process.",
    );
  });
});

describe("createAgentServer", () => {
  it("refuses an address that is none, and an extended card that nobody could be shown", () => {
    expect(() => createServerUnderTest({ url: "foo" })).toThrow(
      "'url' (foo) must be an absolute http or https URL.",
    );
    expect(() => createServerUnderTest({ extendedCard: smallestCard })).toThrow(
      "The extended card must be for known callers only",
    );
  });

  it("refuses a wrong card before anything is opened", () => {
    expect(() =>
      createAgentServer({ executor: () => undefined, card: { ...smallestCard, skills: [] } }),
    ).toThrow("'skills' must have at least one entry (A2A 1.0, section 5.7).");
  });
});
