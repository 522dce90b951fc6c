import { type JsonObject, numberAt, objectAt, stringAt, valueAt } from "../values/json.ts";
import {
  conditionOf,
  failed,
  isConditionTrue,
  isStale,
  READY,
  type ReadinessRule,
  reasonOf,
  STALE,
  waiting,
} from "./verdict.ts";

function wantedReplicas(object: JsonObject): number {
  return numberAt(object, ["spec", "replicas"], 1);
}

export const deploymentRule: ReadinessRule = {
  judge(object) {
    if (isStale(object)) {
      return STALE;
    }
    if (valueAt(object, "spec", "paused") === true) {
      return READY;
    }
    const progress = conditionOf(object, "Progressing");
    if (progress?.reason === "ProgressDeadlineExceeded") {
      return failed(`the rollout stopped: ${stringAt(progress, "message")}`);
    }
    const wanted = wantedReplicas(object);
    const updated = numberAt(object, ["status", "updatedReplicas"]);
    const available = numberAt(object, ["status", "availableReplicas"]);
    if (updated < wanted) {
      return waiting(`${updated} of ${wanted} pods have the new version`);
    }
    // Pods that are on their way out count as available: without this, a scale-down is over before it began.
    const surplus = numberAt(object, ["status", "replicas"]) - wanted;
    if (surplus > 0) {
      return waiting(`${surplus} old or surplus pods still run`);
    }
    return available < wanted ? waiting(`${available} of ${wanted} pods are available`) : READY;
  },
};

export const replicaSetRule: ReadinessRule = {
  judge(object) {
    if (isStale(object)) {
      return STALE;
    }
    const wanted = wantedReplicas(object);
    const available = numberAt(object, ["status", "availableReplicas"]);
    const surplus = numberAt(object, ["status", "replicas"]) - wanted;
    if (surplus > 0) {
      return waiting(`${surplus} surplus pods still run`);
    }
    return available < wanted ? waiting(`${available} of ${wanted} pods are available`) : READY;
  },
};

export const statefulSetRule: ReadinessRule = {
  judge(object) {
    if (isStale(object)) {
      return STALE;
    }
    const wanted = wantedReplicas(object);
    const ready = numberAt(object, ["status", "readyReplicas"]);
    const surplus = numberAt(object, ["status", "replicas"]) - wanted;
    if (surplus > 0) {
      return waiting(`${surplus} surplus pods still run`);
    }
    if (ready < wanted) {
      return waiting(`${ready} of ${wanted} pods are ready`);
    }
    if (stringAt(object, "spec", "updateStrategy", "type") === "OnDelete") {
      return READY;
    }
    const partition = numberAt(object, ["spec", "updateStrategy", "rollingUpdate", "partition"]);
    const toUpdate = Math.max(wanted - partition, 0);
    const updated = numberAt(object, ["status", "updatedReplicas"]);
    return updated < toUpdate
      ? waiting(`${updated} of ${toUpdate} pods have the new version`)
      : READY;
  },
};

export const daemonSetRule: ReadinessRule = {
  judge(object) {
    if (isStale(object)) {
      return STALE;
    }
    const wanted = numberAt(object, ["status", "desiredNumberScheduled"]);
    const available = numberAt(object, ["status", "numberAvailable"]);
    const updated = numberAt(object, ["status", "updatedNumberScheduled"]);
    const isOnDelete = stringAt(object, "spec", "updateStrategy", "type") === "OnDelete";
    if (updated < wanted && !isOnDelete) {
      return waiting(`${updated} of ${wanted} pods have the new version`);
    }
    return available < wanted ? waiting(`${available} of ${wanted} pods are available`) : READY;
  },
};

export const jobRule: ReadinessRule = {
  judge(object) {
    const failure = conditionOf(object, "Failed");
    if (failure?.status === "True") {
      return failed(`the job failed: ${reasonOf(failure)}`);
    }
    if (isConditionTrue(object, "Complete") || valueAt(object, "spec", "suspend") === true) {
      return READY;
    }
    const succeeded = numberAt(object, ["status", "succeeded"]);
    const wanted = numberAt(object, ["spec", "completions"], 1);
    return waiting(`${succeeded} of ${wanted} pods have succeeded`);
  },
};

export const podRule: ReadinessRule = {
  judge(object) {
    const phase = stringAt(object, "status", "phase");
    if (phase === "Failed") {
      return failed(`the pod failed ${reasonOf(objectAt(object, "status"))}`.trim());
    }
    if (phase === "Succeeded" || isConditionTrue(object, "Ready")) {
      return READY;
    }
    return waiting(phase === "" ? "the pod has no status yet" : `the pod is ${phase}`);
  },
};
