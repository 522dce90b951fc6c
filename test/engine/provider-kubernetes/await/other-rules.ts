import { stringAt } from "../values/json.ts";
import {
  conditionOf,
  failed,
  isConditionTrue,
  READY,
  type ReadinessRule,
  reasonOf,
  waiting,
} from "./verdict.ts";

export const claimRule: ReadinessRule = {
  related(object) {
    const name = stringAt(object, "spec", "storageClassName");
    return name === ""
      ? undefined
      : {
          apiVersion: "storage.k8s.io/v1",
          kind: "StorageClass",
          fieldSelector: `metadata.name=${name}`,
        };
  },
  judge(object, classes) {
    const phase = stringAt(object, "status", "phase");
    if (phase === "Bound") {
      return READY;
    }
    if (phase === "Lost") {
      return failed("the claim has lost its volume");
    }
    // Such a claim is bound only when a pod uses it, which may be a later resource of the same program.
    const isBoundByPod = classes?.[0]?.volumeBindingMode === "WaitForFirstConsumer";
    return isBoundByPod ? READY : waiting(`the claim is ${phase === "" ? "new" : phase}`);
  },
};

export const namespaceRule: ReadinessRule = {
  judge(object) {
    const phase = stringAt(object, "status", "phase");
    return phase === "Active" ? READY : waiting(`the namespace is ${phase === "" ? "new" : phase}`);
  },
};

export const customResourceDefinitionRule: ReadinessRule = {
  judge(object) {
    const names = conditionOf(object, "NamesAccepted");
    if (names?.status === "False") {
      return failed(`its names are taken: ${reasonOf(names)}`);
    }
    return isConditionTrue(object, "Established") ? READY : waiting("it is not established yet");
  },
};
