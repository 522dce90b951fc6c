import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import {
  buildClusterRoleBinding,
  type ServiceAccountReference,
} from "../manifests/cluster-role-binding.js";
import { buildAuthReaderBinding } from "../manifests/prometheus-adapter/auth-reader-binding.js";
import {
  type AdapterClusterRoleFacts,
  buildAdapterClusterRole,
  POD_LISTER_RULE,
  toMetricsReaderRule,
} from "../manifests/prometheus-adapter/cluster-role.js";
import { CUSTOM_METRICS_GROUP, EXTERNAL_METRICS_GROUP } from "./metrics-groups.js";
import type { AdapterLogicalNames, AdapterNames } from "./names.js";

/** What may be done around an adapter. */
export interface AccessFacts {
  names: AdapterNames;
  logicalNames: AdapterLogicalNames;
  labels: Record<string, string>;
  /** The identity of the adapter. */
  serviceAccount: ServiceAccountReference;
  /** Whether it serves metrics of no object. */
  hasExternalMetrics: boolean;
}

/** The ClusterRole that every cluster has for servers which ask the API server about their callers. */
const AUTH_DELEGATOR_ROLE = "system:auth-delegator";

/** Who reads metrics to scale by them. */
const SCALER_ACCOUNT = { name: "horizontal-pod-autoscaler", namespace: "kube-system" };

/** A ClusterRole and who gets it. */
interface Grant {
  roleLogicalName: string;
  bindingLogicalName: string;
  name: pulumi.Input<string>;
  rule: AdapterClusterRoleFacts["rule"];
  serviceAccount: ServiceAccountReference;
}

/** Lets the adapter work, and scalers read what it serves. */
export function createAccess(
  facts: AccessFacts,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { labels, logicalNames, names, serviceAccount } = facts;
  return [
    ...toGrants(facts).flatMap((grant) => createGrant(grant, labels, options)),
    new k8s.rbac.v1.ClusterRoleBinding(
      logicalNames.authDelegatorBinding,
      buildClusterRoleBinding({
        name: names.authDelegator,
        labels,
        roleName: AUTH_DELEGATOR_ROLE,
        serviceAccount,
      }),
      options,
    ),
    new k8s.rbac.v1.RoleBinding(
      logicalNames.authReaderBinding,
      buildAuthReaderBinding({ name: names.authReader, labels, serviceAccount }),
      options,
    ),
  ];
}

function toGrants({
  hasExternalMetrics,
  logicalNames,
  names,
  serviceAccount,
}: AccessFacts): Grant[] {
  return [
    {
      roleLogicalName: logicalNames.podListerRole,
      bindingLogicalName: logicalNames.podListerBinding,
      name: names.podLister,
      rule: POD_LISTER_RULE,
      serviceAccount,
    },
    {
      roleLogicalName: logicalNames.customMetricsReaderRole,
      bindingLogicalName: logicalNames.customMetricsReaderBinding,
      name: names.customMetricsReader,
      rule: toMetricsReaderRule(CUSTOM_METRICS_GROUP),
      serviceAccount: SCALER_ACCOUNT,
    },
    ...(hasExternalMetrics
      ? [
          {
            roleLogicalName: logicalNames.externalMetricsReaderRole,
            bindingLogicalName: logicalNames.externalMetricsReaderBinding,
            name: names.externalMetricsReader,
            rule: toMetricsReaderRule(EXTERNAL_METRICS_GROUP),
            serviceAccount: SCALER_ACCOUNT,
          },
        ]
      : []),
  ];
}

function createGrant(
  { bindingLogicalName, name, roleLogicalName, rule, serviceAccount }: Grant,
  labels: Record<string, string>,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const role = new k8s.rbac.v1.ClusterRole(
    roleLogicalName,
    buildAdapterClusterRole({ name, labels, rule }),
    options,
  );
  const binding = new k8s.rbac.v1.ClusterRoleBinding(
    bindingLogicalName,
    buildClusterRoleBinding({ name, labels, roleName: role.metadata.name, serviceAccount }),
    options,
  );
  return [role, binding];
}
