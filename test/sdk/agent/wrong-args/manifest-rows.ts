import type { MANIFEST_RULES } from "../../../../sdk/src/agent/rules/manifest-rules.ts";
import { withoutRuntime, type WrongArgs, wrong } from "./row.ts";

const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "prompts" } };

/** What is wrong with objects, and with parts of them, that a user writes. */
export const MANIFEST_ROWS: Record<keyof typeof MANIFEST_RULES, WrongArgs[]> = {
  overrideKeeps: [
    wrong(
      "another Deployment",
      {
        overrides: {
          deployment: {
            apiVersion: "apps/v2",
            kind: "StatefulSet",
            metadata: { name: "other", namespace: "others" },
            spec: {
              selector: { matchLabels: { app: "other" } },
              template: { metadata: { labels: { "app.kubernetes.io/name": "other" } } },
            },
          },
        },
      },
      "'overrides.deployment.apiVersion' (apps/v2) must not be changed: the object is found by it. Remove it.",
      "'overrides.deployment.kind' (StatefulSet) must not be changed: the object is found by it. Remove it.",
      "'overrides.deployment.metadata.name' (other) must not be changed: the object is found by it. Remove it.",
      "'overrides.deployment.metadata.namespace' (others) must not be changed: the object is found by it. Remove it.",
      "'overrides.deployment.spec.selector' must not be changed: the object is found by it. Remove it.",
      `'overrides.deployment.spec.template.metadata.labels["app.kubernetes.io/name"]' (other) must not be changed: the object is found by it. Remove it.`,
    ),
    wrong(
      "the selectors of other objects",
      {
        overrides: {
          service: { spec: { selector: { app: "other" } } },
          siblingsService: { spec: { selector: null } },
          podDisruptionBudget: { spec: { selector: {} } },
          networkPolicy: { spec: { podSelector: {} } },
          podMonitor: { spec: { selector: {} } },
        },
        monitoring: { kind: "PodMonitor" },
      },
      "'overrides.service.spec.selector' must not be changed: the object is found by it. Remove it.",
      "'overrides.siblingsService.spec.selector' (null) must not be changed: the object is found by it. Remove it.",
      "'overrides.podDisruptionBudget.spec.selector' must not be changed: the object is found by it. Remove it.",
      "'overrides.networkPolicy.spec.podSelector' must not be changed: the object is found by it. Remove it.",
      "'overrides.podMonitor.spec.selector' must not be changed: the object is found by it. Remove it.",
    ),
  ],
  overrideDirective: [
    wrong(
      "the removal of what must stay",
      {
        overrides: {
          service: { $patch: "delete", spec: { $retainKeys: ["ports"] } },
          deployment: { metadata: { $patch: "replace", labels: {} } },
        },
      },
      "'overrides.deployment.metadata.$patch' (replace) must not be given here: it would take away what must stay as it is. Remove it.",
      "'overrides.service.$patch' (delete) must not be given here: it would take away what must stay as it is. Remove it.",
      "'overrides.service.spec.$retainKeys' must not be given here: it would take away what must stay as it is. Remove it.",
    ),
  ],
  overrideOfCard: [
    wrong(
      "another card than that of the name",
      { overrides: { configMap: { data: { "card.json": "{}" }, binaryData: {} } } },
      "'overrides.configMap.data' must not be changed: the name of the object has the hash of the card. Use 'card'.",
      "'overrides.configMap.binaryData' must not be changed: the name of the object has the hash of the card. Use 'card'.",
    ),
  ],
  overrideOfReplicas: [
    wrong(
      "a number of pods that a scaler decides",
      { scaling: {}, overrides: { deployment: { spec: { replicas: 3 } } } },
      "'overrides.deployment.spec.replicas' (3) must not be changed with 'scaling', which decides it. Use 'scaling'.",
    ),
  ],
  overrideOfNothing: [
    wrong(
      "overrides of objects that are not made",
      {
        network: { policy: false },
        overrides: {
          secret: {},
          podDeletionCostPolicy: {},
          podDeletionCostBinding: {},
          role: {},
          roleBinding: {},
          horizontalPodAutoscaler: {},
          scaledObject: {},
          networkPolicy: {},
          podMonitor: {},
          httpRoute: {},
          ingress: {},
        },
      },
      "'overrides.secret' must not be given: there is no such object without a 'value' in 'secrets'. Give that, or remove this.",
      "'overrides.podDeletionCostPolicy' must not be given: there is no such object without 'scaling.idlestPodFirst'. Give that, or remove this.",
      "'overrides.podDeletionCostBinding' must not be given: there is no such object without 'scaling.idlestPodFirst'. Give that, or remove this.",
      "'overrides.role' must not be given: there is no such object without 'serviceAccount.rules', 'scaling.idlestPodFirst', or 'discovery' of its own namespace. Give that, or remove this.",
      "'overrides.roleBinding' must not be given: there is no such object without 'serviceAccount.rules', 'scaling.idlestPodFirst', or 'discovery' of its own namespace. Give that, or remove this.",
      "'overrides.horizontalPodAutoscaler' must not be given: there is no such object without 'scaling' with the backend PrometheusAdapter or ExistingApi. Give that, or remove this.",
      "'overrides.scaledObject' must not be given: there is no such object without 'scaling' with the backend Keda. Give that, or remove this.",
      "'overrides.networkPolicy' must not be given: there is no such object without 'network.policy'. Give that, or remove this.",
      "'overrides.podMonitor' must not be given: there is no such object without the monitoring kind PodMonitor. Give that, or remove this.",
      "'overrides.httpRoute' must not be given: there is no such object without 'exposure.gateway'. Give that, or remove this.",
      "'overrides.ingress' must not be given: there is no such object without 'exposure.ingress'. Give that, or remove this.",
    ),
    wrong(
      "overrides of the scaler of another backend, and of none",
      {
        scaling: { backend: "Keda", keda: { prometheusUrl: "http://prometheus" } },
        overrides: { horizontalPodAutoscaler: {}, scaledObject: {} },
      },
      "'overrides.horizontalPodAutoscaler' must not be given: there is no such object without 'scaling' with the backend PrometheusAdapter or ExistingApi. Give that, or remove this.",
    ),
    wrong(
      "an override of the siblings of a runtime that is not there",
      withoutRuntime({ overrides: { siblingsService: {} } }),
      "'overrides.siblingsService' must not be given: there is no such object without the runtime mode Sidecar or Embedded. Give that, or remove this.",
    ),
  ],
  overridePart: [
    wrong(
      "an override that is a text",
      { overrides: { deployment: "replicas: 3" } },
      "'overrides.deployment' (replicas: 3) must be a plain object: anything else would hide what must stay as it is.",
    ),
    wrong(
      "an override that removes the metadata",
      { overrides: { service: { metadata: null, spec: [] } } },
      "'overrides.service.metadata' (null) must be a plain object: anything else would hide what must stay as it is.",
      "'overrides.service.spec' must be a plain object: anything else would hide what must stay as it is.",
    ),
  ],
  extraManifest: [
    wrong(
      "an object as a text",
      { extraManifests: ["kind: ConfigMap"] },
      "'extraManifests[0]' (kind: ConfigMap) must be a plain object.",
    ),
  ],
  extraManifestList: [
    wrong(
      "a list of objects",
      { extraManifests: [{ apiVersion: "v1", kind: "List", items: [configMap] }] },
      "'extraManifests[0].kind' (List) must not be a list of objects. Give each of them as an entry of its own.",
    ),
    wrong(
      "a list of objects of one kind",
      { extraManifests: [{ apiVersion: "v1", kind: "ConfigMapList", items: [configMap] }] },
      "'extraManifests[0].kind' (ConfigMapList) must not be a list of objects. Give each of them as an entry of its own.",
    ),
  ],
  extraManifestText: [
    wrong(
      "objects of which nobody knows what they are",
      { extraManifests: [{}, { ...configMap, kind: "" }, { ...configMap, metadata: {} }] },
      "'extraManifests[0].apiVersion' must be a plain text that is not empty.",
      "'extraManifests[0].kind' must be a plain text that is not empty.",
      "'extraManifests[0].metadata.name' must be a plain text that is not empty.",
      "'extraManifests[1].kind' () must be a plain text that is not empty.",
      "'extraManifests[2].metadata.name' must be a plain text that is not empty.",
    ),
  ],
  ownManifest: [
    wrong(
      "objects that the Agent makes itself",
      {
        namespace: "agents",
        secrets: [{ env: "KEY", value: "a" }],
        extraManifests: [
          { apiVersion: "v1", kind: "Service", metadata: { name: "data-analysis" } },
          { apiVersion: "v1", kind: "Service", metadata: { name: "data-analysis-siblings" } },
          { ...configMap, metadata: { name: "data-analysis-card-0123abcd", namespace: "agents" } },
          { apiVersion: "v1", kind: "Secret", metadata: { name: "data-analysis-secrets" } },
          {
            apiVersion: "policy/v1",
            kind: "PodDisruptionBudget",
            metadata: { name: "data-analysis" },
          },
        ],
      },
      ...[
        ["data-analysis", "service"],
        ["data-analysis-siblings", "siblingsService"],
        ["data-analysis-card-0123abcd", "configMap"],
        ["data-analysis-secrets", "secret"],
        ["data-analysis", "podDisruptionBudget"],
      ].map(
        ([name, object], index) =>
          `'extraManifests[${index}].metadata.name' (${name}) must differ from the name of an object of the same kind that the Agent makes itself. Give it another one, or use 'overrides.${object}'.`,
      ),
    ),
    wrong(
      "an object of a name that the args give",
      {
        name: "research",
        extraManifests: [
          { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "research" } },
        ],
      },
      "'extraManifests[0].metadata.name' (research) must differ from the name of an object of the same kind that the Agent makes itself. Give it another one, or use 'overrides.serviceAccount'.",
    ),
  ],
  sameManifest: [
    wrong(
      "one object twice",
      {
        namespace: "agents",
        extraManifests: [
          configMap,
          { ...configMap, kind: "Secret" },
          { ...configMap, metadata: { name: "prompts", namespace: "agents" } },
        ],
      },
      "'extraManifests[2].metadata.name' (prompts) must differ from 'extraManifests[0].metadata.name', which has the same kind and, as far as is known, the same namespace. Remove one of them.",
    ),
  ],
};
