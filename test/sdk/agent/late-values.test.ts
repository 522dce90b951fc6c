import { Agent, type AgentArgs } from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { collectRejections } from "../collect-rejections.ts";
import { type RecordedResource, recordResources } from "../record-resources.ts";
import { minimalArgs } from "./settings.ts";
import { createUnknown } from "./unknown-output.ts";

async function recordRefusal(settings: Partial<AgentArgs>) {
  const args: AgentArgs = { ...minimalArgs, namespace: "agents", ...settings };
  let resources: RecordedResource[] = [];
  const rejections = await collectRejections(async () => {
    ({ resources } = await recordResources(() => {
      new Agent("research", args);
    }));
  });
  return { rejections, types: resources.map(({ type }) => type.split(":").at(-1)) };
}

it.each<[string, Partial<AgentArgs>, string]>([
  [
    "an image that no kubelet could pull",
    { image: pulumi.output("My Image") },
    "'image' (My Image) must be the reference of an image, such as " +
      "'registry.example.com/research:1.2.0'.",
  ],
  [
    "an image of a sidecar that no kubelet could pull",
    { runtime: { image: pulumi.output("My Image") } },
    "'runtime.image' (My Image) must be the reference of an image, such as " +
      "'registry.example.com/research:1.2.0'.",
  ],
  [
    "a peer that no label could name",
    { peers: [pulumi.output({ name: "My Peer" })] },
    "'peers[0].name' (My Peer) must be 1 to 63 lower-case letters, digits and hyphens, with a " +
      "letter or digit at both ends.",
  ],
  [
    "two peers of one name",
    { peers: [{ name: "billing" }, { name: pulumi.output("billing") }] },
    "'peers[1].name' (billing) must differ from 'peers[0].name'. Remove one of them.",
  ],
])("makes no Deployment of %s, and says so once that is known", async (_, settings, reason) => {
  const { rejections, types } = await recordRefusal(settings);
  expect(rejections).toEqual([
    expect.stringContaining(`The args of Agent 'research' are not valid:\n  ${reason}`),
  ]);
  expect(types).not.toContain("Deployment");
});

const REMEDY =
  "must not be a secret: it would stand in an object for all to read. Put it into a Secret, and use " +
  "'secrets'.";

it.each<[string, Partial<AgentArgs>, string[]]>([
  [
    "the environment, all of them",
    {
      env: {
        LEVEL: pulumi.output("debug"),
        TOKEN: pulumi.secret("s3cret"),
        "llm.url": pulumi.interpolate`https://${pulumi.secret("s3cret")}@llm`,
      },
    },
    ["env.TOKEN", 'env["llm.url"]'],
  ],
  [
    "a value that a preview does not know yet",
    { env: { TOKEN: createUnknown({ secret: true }) } },
    ["env.TOKEN"],
  ],
  [
    "the environment of a sidecar, and its paths",
    {
      runtime: {
        env: { OTEL_EXPORTER_OTLP_HEADERS: pulumi.secret("s3cret") },
        rpcPath: pulumi.secret("/s3cret"),
      },
    },
    ["runtime.env.OTEL_EXPORTER_OTLP_HEADERS", "runtime.rpcPath"],
  ],
  [
    "the platform",
    {
      platform: pulumi.secret({
        scalingBackend: "PrometheusAdapter",
        monitoringKind: "None",
        prometheusUrl: "http://prometheus",
        podMonitorLabels: {},
      } as const),
    },
    ["platform"],
  ],
  ["the namespace", { namespace: pulumi.secret("agents") }, ["namespace"]],
  ["a peer", { peers: [{ name: "b", url: pulumi.secret("http://b") }] }, ["peers[0].url"]],
  [
    "annotations and labels",
    {
      pod: { annotations: { note: pulumi.secret("a") }, labels: { team: pulumi.secret("a") } },
      serviceAccount: { annotations: { "iam.example.com/role": pulumi.secret("a") } },
    },
    [
      "pod.annotations.note",
      "pod.labels.team",
      'serviceAccount.annotations["iam.example.com/role"]',
    ],
  ],
  [
    "an override",
    {
      overrides: {
        deployment: {
          spec: { template: { metadata: { annotations: { a: pulumi.secret("a") } } } },
        },
      },
    },
    ["overrides.deployment.spec.template.metadata.annotations.a"],
  ],
  [
    "a further object",
    {
      extraManifests: [
        {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "a" },
          data: { key: pulumi.secret("a") },
        },
      ],
    },
    ["extraManifests[0].data.key"],
  ],
])("makes nothing of a secret in %s, and names each by its path", async (_, settings, paths) => {
  const { rejections, types } = await recordRefusal(settings);
  const reasons = paths.map((path) => `  '${path}' ${REMEDY}`);
  expect(rejections).toEqual([expect.stringMatching(/:\n(  '.*\n?)+$/)]);
  expect(rejections[0]?.split("\n").slice(1)).toEqual(reasons);
  expect(types).toEqual(["Agent"]);
});

it("takes secrets where they go into a Secret", async () => {
  const { rejections, types } = await recordRefusal({
    // What builds images with a password calls all that it tells a secret.
    image: pulumi.secret("registry.example.com/research:1"),
    runtime: { image: pulumi.secret("registry.example.com/agent-runtime:1") },
    secrets: [{ env: "TOKEN", value: pulumi.secret("s3cret") }],
    overrides: { secret: { stringData: { OTHER: pulumi.secret("s3cret") } } },
    extraManifests: [
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "a" },
        stringData: { key: pulumi.secret("s3cret") },
      },
    ],
  });
  expect(rejections).toEqual([]);
  expect(types.filter((type) => type === "Secret")).toHaveLength(2);
});

it("leaves nothing rejected when all turns out well", async () => {
  const settings = {
    image: pulumi.output("research:1"),
    env: { LEVEL: pulumi.output("debug"), ZONE: Promise.resolve("a") },
    peers: [pulumi.output({ name: "b" })],
  };
  const { rejections, types } = await recordRefusal(settings);
  expect(rejections).toEqual([]);
  expect(types).toContain("Deployment");
});
