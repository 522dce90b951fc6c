import { describe, expect, it } from "vitest";
import { startKeyServer } from "../auth/key-server.ts";
import { AUDIENCE, createSigner } from "../auth/tokens.ts";
import { createHeldExecutor } from "../held-executor.ts";
import { as, withKeys } from "./known-callers.ts";
import {
  type AgentSettings,
  BINDINGS,
  type Outcome,
  type Params,
  startAgent,
  toReason,
  toSend,
  type WireTask,
} from "./running-agent.ts";

const ENVIRONMENT = { A2A_WEBHOOK_ALLOWLIST: "127.0.0.0/8" };

/** Nobody is there. */
const WEBHOOK = "http://127.0.0.1:9/hook";

/** Each operation, about a task. */
const toOperations = (id: string): [string, Params][] => [
  ["SendMessage", toSend("x", { taskId: id })],
  ["SendStreamingMessage", toSend("x", { taskId: id })],
  ["GetTask", { id }],
  ["CancelTask", { id }],
  ["SubscribeToTask", { id }],
  ["CreateTaskPushNotificationConfig", { taskId: id, id: "c2", url: WEBHOOK }],
  ["GetTaskPushNotificationConfig", { taskId: id, id: "c1" }],
  ["ListTaskPushNotificationConfigs", { taskId: id }],
  ["DeleteTaskPushNotificationConfig", { taskId: id, id: "c1" }],
];

/** Each operation, whatever it is about. */
const OPERATIONS: [string, Params][] = [
  ...toOperations("t1"),
  ["ListTasks", {}],
  ["GetExtendedAgentCard", {}],
];

/** An agent whose issuer knows the keys of a signer. */
async function withTokens() {
  const issuer = "https://login.example.com";
  const keys = await startKeyServer();
  const signer = await createSigner(issuer);
  keys.documents["/keys"] = { keys: [signer.jwk] };
  const jwksUrl = `${keys.url}/keys`;
  const jwt = [{ issuer, audience: AUDIENCE, jwksUrl, requiredScopes: ["agents:call"] }];
  const settings: AgentSettings = { options: { auth: { jwt } } };
  return { settings, signer };
}

const toTaskId = ({ result }: Outcome): string => (result as { task: WireTask }).task.id;

describe.each(BINDINGS)("A2A 1.0 over $name: callers (sections 7.4 and 13)", (binding) => {
  it.each(OPERATIONS)("7.4 %s needs credentials, and those must be right", async (name, params) => {
    const { url } = await startAgent(() => undefined, await withKeys("all"));
    for (const headers of [{}, as("nobody")]) {
      const outcome = await binding.call(url, name, params, headers);
      expect(outcome.httpStatus).toBe(401);
      expect(toReason(outcome)).toBe("UNAUTHENTICATED");
    }
  });

  it.each(OPERATIONS)(
    "3.3.2 %s is 403 to a caller who is known and may not call",
    async (name, params) => {
      const { settings, signer } = await withTokens();
      const { url } = await startAgent(() => undefined, settings);
      const headers = { Authorization: `Bearer ${await signer.sign()}` };
      const outcome = await binding.call(url, name, params, headers);
      expect(outcome.httpStatus).toBe(403);
      expect(toReason(outcome)).toBe("PERMISSION_DENIED");
    },
  );

  it("7.4 the schemes are on the card, which needs none", async () => {
    const { url } = await startAgent(() => undefined, await withKeys("all"));
    const response = await fetch(`${url}/.well-known/agent-card.json`, {
      headers: { "A2A-Version": "1.0" },
    });
    const card = (await response.json()) as Record<string, object | undefined>;
    expect(Object.keys(card["securitySchemes"] ?? {})).not.toEqual([]);
    expect(card["securityRequirements"]).not.toEqual([]);
  });

  it("13.1 a caller sees its own tasks only, and no other learns that there are any", async () => {
    const held = createHeldExecutor();
    const { capabilities, ...settings } = await withKeys("all");
    const { url } = await startAgent(held.execute, {
      ...settings,
      capabilities: { ...capabilities, pushNotifications: true },
      environment: ENVIRONMENT,
    });
    const ask = (name: string, params: Params, caller: string): Promise<Outcome> =>
      binding.call(url, name, params, as(caller));
    const taskId = toTaskId(
      await ask("SendMessage", toSend("x", {}, { returnImmediately: true }), "ada"),
    );
    const config = { taskId, id: "c1", url: WEBHOOK };
    expect((await ask("CreateTaskPushNotificationConfig", config, "ada")).error).toBeUndefined();
    const missing = new Map(toOperations("made-up"));
    for (const [name, params] of toOperations(taskId)) {
      const other = await ask(name, params, "bob");
      const none = await ask(name, missing.get(name) ?? {}, "bob");
      expect(toReason(other)).toBe("TASK_NOT_FOUND");
      expect(JSON.stringify(other).replaceAll(taskId, "made-up")).toBe(JSON.stringify(none));
    }
    const list = (await ask("ListTasks", {}, "bob")).result;
    expect(list).toMatchObject({ tasks: [], totalSize: 0 });
    const own = (await ask("ListTasks", {}, "ada")).result;
    expect(own).toMatchObject({
      tasks: [{ id: taskId, status: { state: "TASK_STATE_WORKING" } }],
      totalSize: 1,
    });
    const configs = await ask("ListTaskPushNotificationConfigs", { taskId }, "ada");
    expect(configs.result).toEqual({ configs: [config] });
    (await held.next()).release();
  });

  it("13.3 and 3.1.11 the extended card is for those who show who they are", async () => {
    const { url } = await startAgent(() => undefined, await withKeys("extendedCard"));
    expect((await binding.call(url, "SendMessage", toSend())).error).toBeUndefined();
    const refused = await binding.call(url, "GetExtendedAgentCard");
    expect(toReason(refused)).toBe("UNAUTHENTICATED");
    const { result } = await binding.call(url, "GetExtendedAgentCard", {}, as("ada"));
    expect(result).toMatchObject({ name: "For friends" });
    expect(Object.keys(result as object)).toEqual(
      expect.arrayContaining(["supportedInterfaces", "skills", "version"]),
    );
  });

  it("13.4 credentials are secrets: neither answers nor logs have those of callers and webhooks", async () => {
    const { capabilities, ...settings } = await withKeys("all");
    const { log, url } = await startAgent(() => undefined, {
      ...settings,
      capabilities: { ...capabilities, pushNotifications: true },
      environment: ENVIRONMENT,
    });
    const hook = await startKeyServer();
    hook.documents["/hook"] = 400;
    const authentication = { scheme: "Bearer", credentials: "secret-of-the-webhook" };
    const params = toSend(
      "x",
      {},
      {
        taskPushNotificationConfig: { url: `${hook.url}/hook`, authentication },
      },
    );
    const outcomes = [
      await binding.call(url, "SendMessage", params, as("ada")),
      await binding.call(url, "SendMessage", params, as("nobody")),
    ];
    expect(outcomes.map(({ httpStatus }) => httpStatus)).toEqual([200, 401]);
    // A delivery that is refused is logged.
    await expect.poll(() => log.messages("warn")).not.toEqual([]);
    expect(JSON.stringify([outcomes, log.lines])).not.toMatch(/key-of|secret-of/);
  });

  it("3.3.4 GetExtendedAgentCard is UnsupportedOperationError without the capability", async () => {
    const { url } = await startAgent(() => undefined);
    expect(toReason(await binding.call(url, "GetExtendedAgentCard"))).toBe("UNSUPPORTED_OPERATION");
  });
});
