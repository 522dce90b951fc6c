import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import type { PrometheusAdapterArgs } from "../../../sdk/src/prometheus-adapter/args.ts";
import { PrometheusAdapter } from "../../../sdk/src/prometheus-adapter/prometheus-adapter.ts";
import { createUnknown } from "../agent/unknown-output.ts";
import { recordObjects, SECRET_RULE } from "../record-objects.ts";

const secret = pulumi.secret("s3cret");
const prometheusUrl = "http://prometheus.monitoring.svc:9090";

it.each<[string, Partial<PrometheusAdapterArgs>, string[]]>([
  [
    "the URL of Prometheus, and the namespace",
    { namespace: secret, prometheusUrl: pulumi.secret(prometheusUrl) },
    ["namespace", "prometheusUrl"],
  ],
  [
    "a URL that a preview does not know yet",
    { prometheusUrl: createUnknown({ secret: true }) },
    ["prometheusUrl"],
  ],
  [
    "the name of a Secret, which is none itself",
    { prometheusAuth: { secretName: secret, caKey: "ca.crt" } },
    ["prometheusAuth.secretName"],
  ],
  [
    "rules",
    {
      rules: [
        { seriesQuery: pulumi.output("a"), metricsQuery: "a" },
        {
          seriesQuery: "b",
          metricsQuery: secret,
          resources: { overrides: { "kube.pod": { resource: secret } } },
        },
      ],
      externalRules: [{ seriesQuery: secret, metricsQuery: "c" }],
    },
    [
      "rules[1].metricsQuery",
      'rules[1].resources.overrides["kube.pod"].resource',
      "externalRules[0].seriesQuery",
    ],
  ],
  [
    "certificates that everybody is told",
    { tls: { secretName: "own", caBundle: pulumi.secret("-----BEGIN CERTIFICATE-----") } },
    ["tls.caBundle"],
  ],
])("makes nothing of a secret in %s, and names each by its path", async (_, args, paths) => {
  const { objects, rejections } = await recordObjects(() => {
    new PrometheusAdapter("metrics", { namespace: "monitoring", prometheusUrl, ...args });
  });
  expect(rejections).toHaveLength(1);
  const [title, ...reasons] = rejections[0]?.split("\n") ?? [];
  expect(title).toMatch(/The args of PrometheusAdapter 'metrics' are not valid:$/);
  expect(reasons).toEqual(paths.map((path) => `  '${path}' ${SECRET_RULE}`));
  expect(objects).toEqual([]);
});

it("takes an image from what calls all that it tells a secret, and values that are none", async () => {
  const { objects, rejections } = await recordObjects(() => {
    new PrometheusAdapter("metrics", {
      namespace: pulumi.output("monitoring"),
      prometheusUrl: pulumi.output(prometheusUrl),
      image: pulumi.secret("registry.example.com/adapter:v0.12.0"),
    });
  });
  expect(rejections).toEqual([]);
  expect(objects).toContain("metrics-deployment");
});
