// Agents that call an agent of another namespace and another stack, by its output `peer`.
import { METRICS_PORT, SERVICE_PORT } from "@berth/contract";
import { beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { applyObjects, kubectl, runInPod, waitForReadyPods } from "../cluster-access.ts";
import { reaches } from "../component/connections.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { buildClientPod } from "../ground/workload-objects.ts";
import { createPeerStacks, type PeerStacks } from "./peer-stacks.ts";
import { readPods } from "./running-frameworks.ts";

const CALLEE = "echo";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const SPAN_ID = "b7ad6b7169203331";

/** What a caller tells of a call of its peer. */
interface Told {
  state?: string;
  /** The pod that has answered, and the headers that the agent got behind its sidecar. */
  pod?: string;
  headers?: Record<string, string>;
  failure?: string;
  message?: string;
}

const later = removeAfterAll();
let stacks: PeerStacks;

beforeAll(async () => {
  stacks = await createPeerStacks();
  later(stacks.remove);
  await stacks.up();
  await applyObjects(buildClientPod(stacks.callersNamespace, "outsider", {}));
  await waitForReadyPods(stacks.callersNamespace, "outsider");
});

/** Sends a caller a message from within its pod, and returns what it tells of the calls of its peer. */
async function ask(
  caller: string,
  wish: { text: string; calls?: number },
  headers: Record<string, string> = {},
): Promise<Told[]> {
  const program = `
    const [text, headers] = process.argv.slice(1);
    const message = { messageId: crypto.randomUUID(), role: "ROLE_USER", parts: [{ text }] };
    const body = { jsonrpc: "2.0", id: 1, method: "SendMessage", params: { message } };
    const answer = await fetch("http://127.0.0.1:8000/", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "A2A-Version": "1.0",
        ...JSON.parse(headers),
      },
      body: JSON.stringify(body),
    });
    console.log(await answer.text());
  `;
  const printed = await runInPod(
    stacks.callersNamespace,
    `deployment/${caller}`,
    ...["node", "--input-type=module", "--eval", program],
    JSON.stringify(wish),
    JSON.stringify(headers),
  );
  const { result } = JSON.parse(printed) as {
    result?: { task: { status: { message?: { parts: { text: string }[] } } } };
  };
  const text = result?.task.status.message?.parts[0]?.text;
  if (text === undefined) {
    throw new Error(`The caller has no answer: ${printed}`);
  }
  return JSON.parse(text) as Told[];
}

/** Runs a program in the container of a sidecar. */
async function runInSidecar(pod: string, program: string): Promise<string> {
  const options = [`--namespace=${stacks.calleeNamespace}`, "--container=runtime"];
  const command = ["node", "--input-type=module", "--eval", program];
  return await kubectl("exec", pod, ...options, "--", ...command);
}

async function readMetrics(pod: string): Promise<string> {
  return await runInSidecar(
    pod,
    `console.log(await (await fetch("http://127.0.0.1:${METRICS_PORT}/metrics")).text())`,
  );
}

describe("a call of a peer in another namespace and another stack", () => {
  test("passes by the token of the caller's service account, made for the peer", async () => {
    const [told] = await ask("relay", { text: "who calls?" });
    expect(told).toMatchObject({ state: "COMPLETED" });
    const [scheme, token = ""] = (told?.headers?.["authorization"] ?? "").split(" ");
    expect(scheme).toBe("Bearer");
    const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
    expect(JSON.parse(payload)).toMatchObject({
      aud: [CALLEE],
      sub: `system:serviceaccount:${stacks.callersNamespace}:relay`,
    });
  });

  test.each([
    ["by a token for another audience", "misdirected"],
    ["without a token", "nameless"],
  ])("is refused %s", async (_, caller) => {
    const [told] = await ask(caller, { text: "who calls?" });
    expect(told).toMatchObject({
      failure: "refused",
      message: expect.stringContaining("refuses the message") as string,
    });
  });

  test("is a part of the trace of whoever asked the caller", async () => {
    const [told] = await ask(
      "relay",
      { text: "whose trace?" },
      { traceparent: `00-${TRACE_ID}-${SPAN_ID}-01` },
    );
    const [version, traceId, spanId] = (told?.headers?.["traceparent"] ?? "").split("-");
    expect([version, traceId]).toEqual(["00", TRACE_ID]);
    expect(spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(spanId).not.toBe(SPAN_ID);
  });

  test("has what is left of the time of whoever asked the caller", async () => {
    const [told] = await ask("relay", { text: "how long?" }, { "berth-timeout-ms": "20000" });
    const timeoutMs = Number(told?.headers?.["berth-timeout-ms"]);
    expect(timeoutMs).toBeGreaterThan(0);
    expect(timeoutMs).toBeLessThanOrEqual(20_000);
  });

  test("reaches every replica", async () => {
    const told = await ask("relay", { text: "where?", calls: 40 });
    const pods = await readPods(stacks.calleeNamespace, CALLEE);
    expect(new Set(told.map(({ pod }) => pod))).toEqual(new Set(pods.map(({ name }) => name)));
  });

  test("is stopped by the policies where the caller is no peer", async () => {
    const host = `${CALLEE}.${stacks.calleeNamespace}.svc.cluster.local`;
    const namespace = stacks.callersNamespace;
    const outsider = { namespace, object: "pod/outsider", image: "busybox" } as const;
    const relay = { namespace, object: "deployment/relay", image: "node" } as const;
    // The engine lets everything pass until it has seen a policy, and when it is dead.
    await waitFor("the first denial", 60, async () => {
      return !(await reaches(outsider, host, SERVICE_PORT));
    });
    expect(await reaches(relay, host, SERVICE_PORT)).toBe(true);
    expect(await reaches(outsider, host, SERVICE_PORT)).toBe(false);
  });
});

describe("a replica that goes away while the Service still leads to it", () => {
  test("finishes what it works on, and the messages that it refuses go to another one", async () => {
    const holding = [1, 2].map(() => ask("relay", { text: "wait 25" }));
    const pods = (await readPods(stacks.calleeNamespace, CALLEE)).map(({ name }) => name);
    const leaving = await waitFor("a replica with a task", 20, async () => {
      const texts = await Promise.all(pods.map(readMetrics));
      return pods.find((_, index) => /^a2a_active_tasks [1-9]/m.test(texts[index] ?? ""));
    });
    // As the kubelet does it, but nothing forgets the pod: its probe fails when it does not take tasks any more.
    await runInSidecar(leaving, `process.kill(1, "SIGTERM")`);
    const told = await ask("relay", { text: "go on", calls: 150 });
    const metrics = await readMetrics(leaving);
    expect(told.filter(({ state }) => state !== "COMPLETED")).toEqual([]);
    const refused = /^a2a_requests_total\{.*outcome="AGENT_DRAINING".*\} (\d+)$/m.exec(
      metrics,
    )?.[1];
    expect(Number(refused), metrics).toBeGreaterThan(0);
    for (const [held] of await Promise.all(holding)) {
      expect(held).toMatchObject({ state: "COMPLETED" });
    }
  });
});
