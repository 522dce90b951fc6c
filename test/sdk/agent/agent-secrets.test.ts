import { Agent, type AgentArgs } from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { recordResources } from "../record-resources.ts";
import { minimalArgs } from "./settings.ts";

interface Deployment {
  spec: {
    template: {
      metadata: { annotations?: Record<string, string> };
      spec: { containers: [{ env: { name: string }[] }] };
    };
  };
}

async function recordSecrets(secrets: AgentArgs["secrets"]) {
  const { registrations, resources } = await recordResources(() => {
    new Agent("research", { ...minimalArgs, namespace: "agents", secrets });
  });
  const findInputs = (name: string) => resources.find((resource) => resource.name === name)?.inputs;
  const { template } = (findInputs("research-deployment") as unknown as Deployment).spec;
  return {
    registrations,
    secret: findInputs("research-secret"),
    env: template.spec.containers[0].env,
    hash: template.metadata.annotations?.["berth.dev/secrets-hash"],
    component: findInputs("research"),
  };
}

describe("secrets by value", () => {
  it("are in a Secret of the agent's own, to which variables refer", async () => {
    const { env, secret } = await recordSecrets([{ env: "TOKEN", value: pulumi.secret("s3cret") }]);
    expect(secret).toMatchObject({
      metadata: { name: "research-secrets", namespace: "agents" },
      type: "Opaque",
      stringData: { value: { TOKEN: "s3cret" } },
    });
    expect(env).toContainEqual({
      name: "TOKEN",
      valueFrom: { secretKeyRef: { name: "research-secrets", key: "TOKEN" } },
    });
  });

  it.each([
    ["a plain text", "s3cret"],
    ["a secret", pulumi.secret("s3cret")],
  ])("are sealed in the state wherever they stand there, as %s too", async (_, value) => {
    const { registrations } = await recordSecrets([{ env: "TOKEN", value }]);
    const sealed = registrations.flatMap(({ name, secrets }) =>
      secrets.map((path) => `${name} ${path}`),
    );
    expect(sealed).toEqual(["research secrets[0].value", "research-secret stringData"]);
  });

  it("roll the pods when one changes, and not when their order does", async () => {
    const one = { env: "A", value: "1" };
    const other = { env: "B", value: pulumi.secret("2") };
    const before = await recordSecrets([one, other]);
    expect(before.hash).toMatch(/^[0-9a-f]{8}$/);
    expect((await recordSecrets([other, one])).hash).toBe(before.hash);
    expect((await recordSecrets([one, { ...other, value: "3" }])).hash).not.toBe(before.hash);
    expect((await recordSecrets([one, { ...other, value: "2" }])).hash).toBe(before.hash);
  });

  it("need no Secret and no hash where there are none", async () => {
    const { hash, secret } = await recordSecrets([{ env: "A", secretName: "llm", key: "a" }]);
    expect([hash, secret]).toEqual([undefined, undefined]);
  });
});

describe("secrets by reference", () => {
  it("stay in their Secret, and make nothing of the Agent secret", async () => {
    const { env, registrations } = await recordSecrets([
      { env: "TOKEN", secretName: "llm", key: "openai" },
    ]);
    expect(registrations.flatMap(({ secrets }) => secrets)).toEqual([]);
    expect(env).toContainEqual({
      name: "TOKEN",
      valueFrom: { secretKeyRef: { name: "llm", key: "openai" } },
    });
  });
});
