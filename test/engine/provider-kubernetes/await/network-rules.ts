import { isEmpty, objectsAt, stringAt, valueAt } from "../values/json.ts";
import { nameOf } from "../cluster/object-name.ts";
import { READY, type ReadinessRule, waiting } from "./verdict.ts";

function hasAddress(entries: Parameters<typeof objectsAt>[0]): boolean {
  return objectsAt(entries, "status", "loadBalancer", "ingress").some(
    (entry) => stringAt(entry, "ip") !== "" || stringAt(entry, "hostname") !== "",
  );
}

/** Ready with an endpoint that takes traffic, and with an address if it is a load balancer. */
export const serviceRule: ReadinessRule = {
  related(object) {
    const isWithoutEndpoints =
      stringAt(object, "spec", "type") === "ExternalName" ||
      // Clients of a headless service see its pods themselves, ready or not.
      stringAt(object, "spec", "clusterIP") === "None" ||
      isEmpty(valueAt(object, "spec", "selector"));
    if (isWithoutEndpoints) {
      return undefined;
    }
    const { name, namespace } = nameOf(object);
    return {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      ...(namespace === undefined ? {} : { namespace }),
      labelSelector: `kubernetes.io/service-name=${name}`,
    };
  },
  judge(object, slices) {
    if (stringAt(object, "spec", "type") === "LoadBalancer" && !hasAddress(object)) {
      return waiting("it has no load balancer address yet");
    }
    if (serviceRule.related?.(object) === undefined) {
      return READY;
    }
    const isServed = slices
      ?.flatMap((slice) => objectsAt(slice, "endpoints"))
      // A missing condition means ready: that is how the API defines it.
      .some((endpoint) => valueAt(endpoint, "conditions", "ready") !== false);
    return isServed === true ? READY : waiting("it has no ready endpoint yet");
  },
};

/** Ready when its controller has given it an address. */
export const ingressRule: ReadinessRule = {
  judge(object) {
    return hasAddress(object) ? READY : waiting("it has no address yet");
  },
};
