import { Agent, type AgentArgs } from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { recordResources } from "../record-resources.ts";
import { minimalArgs } from "./settings.ts";

interface Deployment {
  spec: { template: { spec: { containers: [{ env: { name: string }[] }] } } };
}

/** The name that a provider makes up for the Secret. */
const MADE_NAME = "research-secrets-x7k2p";

async function recordSecrets(settings: Partial<AgentArgs>) {
  const { registrations, resources } = await recordResources(
    () => {
      new Agent("research", { ...minimalArgs, namespace: "agents", ...settings });
    },
    { generatedName: MADE_NAME },
  );
  const findInputs = (name: string) => resources.find((resource) => resource.name === name)?.inputs;
  const { template } = (findInputs("research-deployment") as unknown as Deployment).spec;
  const sealed = registrations.flatMap(({ name, secrets }) =>
    secrets.map((path) => `${name} ${path}`),
  );
  const deployment = registrations.find(({ name }) => name === "research-deployment");
  return {
    sealed: sealed.sort(),
    secret: findInputs("research-secrets"),
    env: template.spec.containers[0].env,
    dependencies: deployment?.dependencies,
  };
}

describe("secrets by value", () => {
  it("are in a Secret that is never changed, and variables refer to it by the name it got", async () => {
    const { dependencies, env, secret } = await recordSecrets({
      secrets: [
        { env: "TOKEN", value: pulumi.secret("s3cret") },
        { env: "PIN", value: "4711" },
      ],
    });
    expect(secret).toMatchObject({
      metadata: { namespace: "agents" },
      type: "Opaque",
      immutable: true,
      stringData: { value: { PIN: "4711", TOKEN: "s3cret" } },
    });
    expect(secret?.metadata).not.toHaveProperty("name");
    for (const name of ["TOKEN", "PIN"]) {
      expect(env).toContainEqual({
        name,
        valueFrom: { secretKeyRef: { name: MADE_NAME, key: name } },
      });
    }
    expect(dependencies).toContain("research-secrets");
  });

  it.each([
    ["a plain text", "s3cret"],
    ["a secret", pulumi.secret("s3cret")],
  ])("are sealed in the state wherever they stand there, as %s too", async (_, value) => {
    const { sealed } = await recordSecrets({ secrets: [{ env: "TOKEN", value }] });
    expect(sealed).toEqual(["research secrets[0].value", "research-secrets stringData"]);
  });

  it("need a component whose name can begin that of a Secret", async () => {
    const { resources } = await recordResources(() => {
      const secrets = [{ env: "TOKEN", value: "s3cret" }];
      expect(() => new Agent("My Research", { ...minimalArgs, name: "research", secrets })).toThrow(
        "'secrets' with a 'value' make a Secret, whose name begins with that of the component: " +
          "'My Research-secrets' must be 1 to 253 lower-case letters",
      );
    });
    expect(resources).toEqual([]);
  });

  it("need no Secret where there are none", async () => {
    const { secret } = await recordSecrets({
      secrets: [{ env: "A", secretName: "llm", key: "a" }],
    });
    expect(secret).toBeUndefined();
  });
});

describe("what a user adds to Secrets", () => {
  it("is sealed in the state, plain or not", async () => {
    const { sealed } = await recordSecrets({
      secrets: [{ env: "TOKEN", value: "s3cret" }],
      overrides: { secret: { stringData: { OTHER: "0ther" } } },
      extraManifests: [
        { apiVersion: "v1", kind: "Secret", metadata: { name: "a" }, stringData: { key: "m0re" } },
      ],
    });
    expect(sealed).toEqual([
      "research extraManifests[0]",
      "research overrides.secret",
      "research secrets[0].value",
      "research-extra-Secret-a stringData",
      "research-secrets stringData",
    ]);
  });
});

describe("secrets by reference", () => {
  it("stay in their Secret, and make nothing of the Agent secret", async () => {
    const { env, sealed } = await recordSecrets({
      secrets: [{ env: "TOKEN", secretName: "llm", key: "openai" }],
    });
    expect(sealed).toEqual([]);
    expect(env).toContainEqual({
      name: "TOKEN",
      valueFrom: { secretKeyRef: { name: "llm", key: "openai" } },
    });
  });
});
