// Parts of manifests have no type that other languages could be told of.
/* eslint-disable @typescript-eslint/no-explicit-any */

/**
 * Parts of manifests that are merged into those that Berth makes, by the rules of a strategic merge
 * (https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/):
 * objects are merged, containers and variables by their name, `null` removes. Names, namespaces and
 * selectors stay as they are.
 */
export interface AgentOverridesArgs {
  /** Into the ServiceAccount. */
  serviceAccount?: any;
  /** Into the ConfigMap of the card. Not into its data, of which the name has the hash. */
  configMap?: any;
  /** Into the Secret for the values in `secrets`. */
  secret?: any;
  /** Into the ValidatingAdmissionPolicy about the deletion cost of pods. */
  podDeletionCostPolicy?: any;
  /** Into the ValidatingAdmissionPolicyBinding of it. */
  podDeletionCostBinding?: any;
  /** Into the Role. */
  role?: any;
  /** Into the RoleBinding. */
  roleBinding?: any;
  /** Into the Deployment. */
  deployment?: any;
  /** Into the Service that speaks A2A. */
  service?: any;
  /** Into the headless Service by which replicas find each other. */
  siblingsService?: any;
  /** Into the HorizontalPodAutoscaler. */
  horizontalPodAutoscaler?: any;
  /** Into the ScaledObject. */
  scaledObject?: any;
  /** Into the PodDisruptionBudget. */
  podDisruptionBudget?: any;
  /** Into the NetworkPolicy. */
  networkPolicy?: any;
  /** Into the PodMonitor. */
  podMonitor?: any;
  /** Into the HTTPRoute. */
  httpRoute?: any;
  /** Into the Ingress. */
  ingress?: any;
}

/** An object of Kubernetes as it is written. Values in it may be Outputs. */
export interface AgentManifest {
  /** The version of its API, such as `apps/v1`. */
  apiVersion: string;
  /** Its kind, such as `Deployment`. */
  kind: string;
  /** Its name, its namespace, its labels and its annotations. */
  metadata: any;
  /** The rest of it. */
  [member: string]: any;
}
