import { describe, expect, it } from "vitest";
import {
  type AgentSettings,
  BINDINGS,
  HTTP_JSON,
  JSON_RPC,
  startAgent,
  toReason,
  toSend,
  type WireTask,
} from "./running-agent.ts";

interface WireCard {
  supportedInterfaces: { url: string; protocolBinding: string; protocolVersion: string }[];
  securitySchemes?: object;
  securityRequirements?: object[];
}

async function fetchCard(url: string, version = "1.0"): Promise<WireCard> {
  const response = await fetch(`${url}/.well-known/agent-card.json`, {
    headers: { "A2A-Version": version },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as WireCard;
}

/** What a card must have (section 4.4.1). */
const REQUIRED_MEMBERS = [
  "name",
  "description",
  "supportedInterfaces",
  "version",
  "capabilities",
  "defaultInputModes",
  "defaultOutputModes",
  "skills",
];

describe("A2A 1.0, the card", () => {
  it("8.1, 8.2 and 4.4.1 is at the well-known place, with every required member", async () => {
    const { url } = await startAgent(() => undefined);
    expect(Object.keys(await fetchCard(url))).toEqual(expect.arrayContaining(REQUIRED_MEMBERS));
  });

  it("5.2 and 8.3.1 declares every binding, and each is where the card says", async () => {
    const { url } = await startAgent(() => undefined);
    const { supportedInterfaces } = await fetchCard(url);
    expect(
      supportedInterfaces.map(
        ({ protocolBinding, protocolVersion }) => `${protocolBinding} ${protocolVersion}`,
      ),
    ).toEqual(expect.arrayContaining(["JSONRPC 1.0", "HTTP+JSON 1.0", "JSONRPC 0.3"]));
    for (const binding of BINDINGS) {
      const declared = supportedInterfaces.find(
        ({ protocolBinding, protocolVersion }) =>
          protocolBinding === binding.name && protocolVersion === "1.0",
      );
      const outcome = await binding.call(declared?.url ?? "", "ListTasks", {});
      expect(outcome.result).toMatchObject({ tasks: [] });
    }
  });

  it("5.1 has the same effect by every binding: what one sends, the other reads", async () => {
    const { url } = await startAgent(() => undefined);
    const sent = (await JSON_RPC.call(url, "SendMessage", toSend())).result as { task: WireTask };
    const { id } = sent.task;
    expect((await HTTP_JSON.call(url, "GetTask", { id })).result).toEqual(sent.task);
    const other = (await HTTP_JSON.call(url, "SendMessage", toSend())).result as {
      task: WireTask;
    };
    expect((await JSON_RPC.call(url, "GetTask", { id: other.task.id })).result).toEqual(other.task);
  });
});

describe("A2A 1.0, versions (section 3.6)", () => {
  const ask = async (version: string | undefined, settings: AgentSettings = {}) => {
    const { url } = await startAgent(() => undefined, settings);
    const message = { messageId: "m1", role: "user", parts: [{ kind: "text", text: "x" }] };
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(version === undefined ? {} : { "A2A-Version": version }),
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "message/send", params: { message } }),
    });
    return (await response.json()) as { result?: object; error?: { code: number } };
  };

  it.each([undefined, "", "0.3", "0.3.0"])(
    "3.6.2 the version %j is read as 0.3, and spoken",
    async (version) => {
      expect((await ask(version)).result).toMatchObject({
        kind: "task",
        status: { state: "completed" },
      });
    },
  );

  it.each(["0.2", "1.1", "2.0", "x"])(
    "3.6.2 the version %j is VersionNotSupportedError",
    async (version) => {
      expect((await ask(version)).error?.code).toBe(-32009);
    },
  );

  it("3.6.2 0.3 is VersionNotSupportedError where it is switched off", async () => {
    const settings = { environment: { A2A_COMPAT: "off" } };
    expect((await ask(undefined, settings)).error?.code).toBe(-32009);
  });

  it.each(BINDINGS)("3.6 a patch says nothing: 1.0.7 is 1.0 ($name)", async (binding) => {
    const { url } = await startAgent(() => undefined);
    const outcome = await binding.call(url, "ListTasks", {}, { "A2A-Version": "1.0.7" });
    expect(outcome.error).toBeUndefined();
  });

  it("3.6.1 the version may be a parameter of the request", async () => {
    const { url } = await startAgent(() => undefined);
    expect((await fetch(`${url}/tasks?A2A-Version=1.0`)).status).toBe(200);
  });
});

describe.each(BINDINGS)("A2A 1.0 over $name: extensions (sections 3.3.4 and 4.6)", (binding) => {
  const uri = "https://example.com/extensions/citations/v2";

  it("4.6.3 a required extension is not replaced by an older version of it", async () => {
    const { url } = await startAgent(() => undefined, {
      capabilities: { extensions: [{ uri, required: true }] },
    });
    const older = { "A2A-Extensions": uri.replace("v2", "v1") };
    expect(toReason(await binding.call(url, "SendMessage", toSend(), older))).toBe(
      "EXTENSION_SUPPORT_REQUIRED",
    );
    const both = { "A2A-Extensions": `${older["A2A-Extensions"]}, ${uri}` };
    expect((await binding.call(url, "SendMessage", toSend(), both)).error).toBeUndefined();
  });

  it("4.6.3 an extension that the agent does not know is ignored", async () => {
    const { url } = await startAgent(() => undefined);
    const headers = { "A2A-Extensions": uri };
    expect((await binding.call(url, "SendMessage", toSend(), headers)).error).toBeUndefined();
  });
});
