import { POD_DELETION_COST } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

type Policy = k8s.types.input.admissionregistration.v1.ValidatingAdmissionPolicy;

/** What the policy about the deletion cost of an agent's pods is built from. */
export interface PodDeletionCostPolicyFacts {
  name: pulumi.Input<string>;
  labels: Record<string, string>;
  /** The namespace of the pods. It stands within an expression, and so has to be known. */
  namespace: string;
  /** The identity of the pods. It has to be known as well. */
  serviceAccountName: string;
}

/** The API server tells in whose name a token was made, when that is a pod. */
const POD_NAME_KEY = "authentication.kubernetes.io/pod-name";

/** A ReplicaSet reads an int32. */
const MAX_COST = 2 ** 31 - 1;

/** What the API server itself writes into the metadata of a pod that anybody changes. */
const BOOKKEEPING = ["managedFields", "resourceVersion", "generation"];

const EXPRESSIONS = {
  ownPod: `request.userInfo.?extra[?'${POD_NAME_KEY}'].orValue([]) == [oldObject.metadata.name]`,
  restOfPod: toSameExpression("variables.pod", "variables.oldPod", ["metadata"]),
  restOfMetadata: toSameExpression("variables.pod.metadata", "variables.oldPod.metadata", [
    "annotations",
    ...BOOKKEEPING,
  ]),
  otherAnnotations: toSameExpression("variables.annotations", "variables.oldAnnotations", [
    POD_DELETION_COST,
  ]),
  cost: `variables.cost.matches('^(0|[1-9][0-9]{0,9})$') && int(variables.cost) <= ${MAX_COST}`,
};

/**
 * Limits what the pods of an agent can do with the right to patch pods: each writes its own deletion
 * cost, and nothing else. RBAC alone cannot say that, for it knows no names that are made up later,
 * and no fields.
 *
 * It is about pods, not about their subresources: the Role grants none of those.
 */
export function buildPodDeletionCostPolicy({
  name,
  labels,
  namespace,
  serviceAccountName,
}: PodDeletionCostPolicyFacts): Policy {
  const user = `system:serviceaccount:${namespace}:${serviceAccountName}`;
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name, labels },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["UPDATE"], resources: ["pods"] },
        ],
      },
      // CEL reads a text as JSON writes it.
      matchConditions: [
        { name: "agent", expression: `request.userInfo.username == ${JSON.stringify(user)}` },
      ],
      variables: [
        // Without types, for the members of an object with a type cannot be gone through.
        { name: "pod", expression: "dyn(object)" },
        { name: "oldPod", expression: "dyn(oldObject)" },
        { name: "annotations", expression: "object.metadata.?annotations.orValue({})" },
        { name: "oldAnnotations", expression: "oldObject.metadata.?annotations.orValue({})" },
        { name: "cost", expression: `variables.annotations[?'${POD_DELETION_COST}'].orValue('')` },
      ],
      validations: [
        toValidation(EXPRESSIONS.ownPod, "A pod of an agent must change no pod but itself."),
        ...[EXPRESSIONS.restOfPod, EXPRESSIONS.restOfMetadata, EXPRESSIONS.otherAnnotations].map(
          (expression) =>
            toValidation(
              expression,
              `A pod of an agent must change nothing of itself but the annotation '${POD_DELETION_COST}'.`,
            ),
        ),
        toValidation(
          EXPRESSIONS.cost,
          `'${POD_DELETION_COST}' must be a whole number from 0 to ${MAX_COST}.`,
        ),
      ],
    },
  };
}

/** Holds where two maps have the same members, apart from some. */
function toSameExpression(one: string, other: string, exceptions: readonly string[]): string {
  const keys = exceptions.map((key) => `'${key}'`).join(", ");
  const toPart = (from: string, to: string): string =>
    `${from}.all(key, key in [${keys}] || (key in ${to} && ${from}[key] == ${to}[key]))`;
  return `${toPart(one, other)} && ${toPart(other, one)}`;
}

function toValidation(
  expression: string,
  message: string,
): { expression: string; message: string; reason: string } {
  return { expression, message, reason: "Forbidden" };
}
