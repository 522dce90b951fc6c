import { SettingsError, type SettingsIssue } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { PrometheusAdapterArgs } from "../../../sdk/src/prometheus-adapter/args.ts";
import { toPrometheusAdapterSpec } from "../../../sdk/src/prometheus-adapter/spec.ts";

/** What a program in another language may pass: nobody checks its types. */
type LooseArgs = Record<string, unknown>;

const minimal = { prometheusUrl: "https://prometheus.monitoring.svc:9090" };

const rule = { seriesQuery: "requests_total", metricsQuery: "sum(<<.Series>>)" };

function catchIssues(args: LooseArgs, component = "metrics"): readonly SettingsIssue[] {
  try {
    toPrometheusAdapterSpec(args as unknown as PrometheusAdapterArgs, component);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.issues;
    }
    throw error;
  }
}

/** What is wrong with these args besides the least ones. */
function catchReasons(args: LooseArgs, component?: string): string[] {
  return catchIssues({ ...minimal, ...args }, component).map(({ reason }) => reason);
}

describe("toPrometheusAdapterSpec", () => {
  it("needs the URL of Prometheus alone", () => {
    expect(toPrometheusAdapterSpec(minimal, "metrics")).toEqual({
      prometheusUrl: "https://prometheus.monitoring.svc:9090",
      image: "registry.k8s.io/prometheus-adapter/prometheus-adapter:v0.12.0",
      replicas: 2,
      resources: {
        requestsCpu: "100m",
        requestsMemory: "180Mi",
        limitsCpu: "1000m",
        limitsMemory: "512Mi",
      },
      securePort: 6443,
      relistIntervalSeconds: 30,
      maxAgeSeconds: 300,
      network: { policy: true, allowTo: [] },
    });
  });

  it("tells all issues at once", () => {
    const args = {
      namespace: "My Namespace",
      prometheusUrl: "prometheus:9090",
      image: "Adapter",
      replicas: 0,
      resources: { requestsCpu: "much" },
      securePort: 443,
      relistIntervalSeconds: 600,
      metrics: true,
    };
    expect(catchIssues(args, "My Metrics").map(({ reason }) => reason)).toMatchInlineSnapshot(`
      [
        "'namespace' (My Namespace) must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
        "'prometheusUrl' (prometheus:9090) must be an absolute http or https URL, such as 'http://prometheus.monitoring.svc:9090'.",
        "'image' (Adapter) must be the reference of an image, such as 'registry.example.com/research:1.2.0'.",
        "'replicas' (0) must be a whole number from 1 to 2147483647.",
        "'resources.requestsCpu' (much) must be a quantity, such as '250m' or '512Mi'.",
        "'securePort' (443) must be a whole number from 1024 to 65535: the adapter is not root, and lower ports are root's.",
        "'metrics' is not a known property. Remove it.",
        "The name of the component (My Metrics) must be 1 to 63 lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit: its objects are called by it. Give the component such a name.",
        "'maxAgeSeconds' (300) must be at least 'relistIntervalSeconds' (600), or metrics go while they are there.",
      ]
    `);
  });

  it.each<[string, LooseArgs, string[]]>([
    [
      "a token that would go over the network in clear",
      { prometheusUrl: "http://prometheus", prometheusAuth: { serviceAccountToken: true } },
      [
        "'prometheusAuth.serviceAccountToken' (true) must not be given with a 'prometheusUrl' of http: whoever is in the way would read the token. Give a URL of https, or leave the token out.",
      ],
    ],
    [
      "a Prometheus that nobody named",
      { prometheusUrl: undefined },
      ["'prometheusUrl' must be given."],
    ],
    [
      "a request above the limit that is a default",
      { resources: { requestsMemory: "1Gi" } },
      [
        "'resources.requestsMemory' (1Gi) must not exceed 'resources.limitsMemory' (512Mi). Give both: " +
          "what is not given has its default.",
      ],
    ],
    [
      "a limit that is none, once",
      { resources: { limitsCpu: "more" } },
      ["'resources.limitsCpu' (more) must be a quantity, such as '250m' or '512Mi'."],
    ],
    [
      "a metric that goes between two looks",
      { maxAgeSeconds: 20 },
      [
        "'maxAgeSeconds' (20) must be at least 'relistIntervalSeconds' (30), or metrics go while they " +
          "are there.",
      ],
    ],
    [
      "no time",
      { relistIntervalSeconds: 0 },
      ["'relistIntervalSeconds' (0) must be a whole number of seconds, at least 1."],
    ],
    [
      "nothing to show",
      { prometheusAuth: {} },
      ["'prometheusAuth' must have either 'serviceAccountToken' or 'secretName'."],
    ],
    [
      "two things to show",
      { prometheusAuth: { serviceAccountToken: true, secretName: "token", tokenKey: "token" } },
      ["'prometheusAuth' must have either 'serviceAccountToken' or 'secretName'."],
    ],
    [
      "a Secret of which nothing is used",
      { prometheusAuth: { secretName: "token" } },
      [
        "'prometheusAuth.secretName' (token) must be given with 'caKey', 'tokenKey' or both: what else " +
          "is in it is not used. Name a key.",
      ],
    ],
    [
      "a key of no Secret",
      { prometheusAuth: { serviceAccountToken: true, tokenKey: "token" } },
      [
        "'prometheusAuth.tokenKey' (token) must be given with 'secretName', in which it is. Give that, " +
          "or remove this.",
      ],
    ],
    [
      "a certificate that nobody trusts",
      { tls: { secretName: "certificate" } },
      ["'tls' must have exactly one of 'caBundle', 'injectCaFrom' and 'insecureSkipTlsVerify'."],
    ],
    [
      "a certificate that is trusted twice",
      { tls: { insecureSkipTlsVerify: true, injectCaFrom: "monitoring/adapter" } },
      ["'tls' must have exactly one of 'caBundle', 'injectCaFrom' and 'insecureSkipTlsVerify'."],
    ],
    [
      "trust in no certificate",
      { tls: { injectCaFrom: "monitoring/adapter" } },
      [
        "'tls.secretName' must be given with 'caBundle' and with 'injectCaFrom': they are of its " +
          "certificate.",
      ],
    ],
    [
      "a certificate that does not matter",
      { tls: { insecureSkipTlsVerify: true, secretName: "certificate" } },
      [
        "'tls.secretName' (certificate) must not be given with 'insecureSkipTlsVerify', with which each " +
          "pod makes a certificate. Remove it.",
      ],
    ],
    [
      "authorities that are none",
      { tls: { secretName: "certificate", caBundle: "YQ==" } },
      ["'tls.caBundle' (YQ==) must be certificates as PEM: 'BEGIN CERTIFICATE' and what follows."],
    ],
    ...["adapter", "a/b/c", "A/b", "a/B"].map((certificate): [string, LooseArgs, string[]] => [
      `the Certificate '${certificate}', which is none`,
      { tls: { secretName: "certificate", injectCaFrom: certificate } },
      [
        `'tls.injectCaFrom' (${certificate}) must be the namespace and the name of a Certificate, such ` +
          "as 'monitoring/adapter'.",
      ],
    ]),
    [
      "places of a policy that is not there",
      { network: { policy: false, prometheus: { namespace: "a" }, allowTo: [{ namespace: "b" }] } },
      ["prometheus", "allowTo"].map(
        (place) =>
          `'network.${place}' must not be given without a NetworkPolicy, of which it is a part. ` +
          "Remove it, or 'network.policy'.",
      ),
    ],
    [
      "lists of no rules",
      { rules: [], externalRules: [] },
      ["rules", "externalRules"].map(
        (list) => `'${list}' must have at least one entry. Leave it out for none.`,
      ),
    ],
    [
      "another rule for the load of agents",
      { rules: [{ ...rule, name: { as: "a2a_active_tasks" } }] },
      [
        "'rules[0].name.as' (a2a_active_tasks) must not be one of a2a_active_tasks, a2a_queued_tasks, " +
          "a2a_saturation_ratio: the adapter would take this rule for agents too. Use another name.",
      ],
    ],
    [
      "what is about metrics of no object",
      { rules: [{ ...rule, resources: { namespaced: false } }] },
      [
        "'rules[0].resources.namespaced' (false) must not be given in 'rules': it is about metrics of no " +
          "object. Remove it.",
      ],
    ],
  ])("refuses %s", (_, args, reasons) => {
    expect(catchReasons(args)).toEqual(reasons);
  });

  it("tells of a password in the URL without telling the password", () => {
    const issues = catchIssues({ prometheusUrl: "https://scaler:secret@prometheus.example.com" });
    expect(issues).toEqual([
      {
        propertyPath: "prometheusAuth",
        reason:
          "'prometheusAuth' must say what the adapter shows to Prometheus, and 'prometheusUrl' have no " +
          "user and no password: it stands in objects for all to read. Remove them there, and give a " +
          "Secret with a token here.",
      },
    ]);
  });

  it.each<[string, LooseArgs]>([
    ["rules that are taken as they are", { rules: [rule], externalRules: [rule] }],
    [
      "its own metrics of no object that are called like the load of agents",
      { externalRules: [{ ...rule, name: { as: "a2a_active_tasks" } }] },
    ],
    ["what is known later", { prometheusUrl: pulumi.output("x"), maxAgeSeconds: pulumi.output(1) }],
    ["authorities of a certificate", { tls: { secretName: "a", caBundle: pulumi.output("x") } }],
    ["cert-manager's", { tls: { secretName: "a", injectCaFrom: "monitoring/adapter" } }],
    ["any certificate", { tls: { insecureSkipTlsVerify: true } }],
    ["a token", { prometheusAuth: { secretName: "a", tokenKey: "token" } }],
    [
      "places that its pods reach",
      {
        network: {
          prometheus: { namespace: "a" },
          allowTo: [{ cidr: "10.1.2.0/24", ports: [7443] }],
        },
      },
    ],
    ["no policy", { network: { policy: false } }],
    ["its own token", { prometheusAuth: { serviceAccountToken: true } }],
  ])("takes %s", (_, args) => {
    expect(catchReasons(args)).toEqual([]);
  });

  it.each(["rules", "externalRules", "tls", "network", "prometheusAuth"])(
    "refuses '%s' that are known too late to decide what is made",
    (property) => {
      expect(catchReasons({ [property]: pulumi.output({}) })).toEqual([
        `'${property}' must be plain: an Output is known too late to decide what is made.`,
      ]);
    },
  );
});
