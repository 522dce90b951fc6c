// What the provider waits for, against a real API server; with pods where the cluster has a node for them.
import { expect, type TestContext, test } from "vitest";
import { describeInCluster } from "./testing/integration.ts";
import { InitFailure } from "./testing/resource-client.ts";
import { type JsonObject, objectAt, objectsAt, stringAt, valueAt } from "./values/json.ts";

describeInCluster("waits in a real cluster", (it) => {
  async function failureOf(work: Promise<unknown>): Promise<InitFailure> {
    const error: unknown = await work.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InitFailure);
    return error as InitFailure;
  }

  /** Runs `change` once the user has been told `text`. */
  async function whenTold(text: string, change: () => Promise<unknown>): Promise<void> {
    await expect.poll(() => it.logged.join("\n"), { timeout: 20_000 }).toContain(text);
    await change();
  }

  test("a CRD and an object of it are made in one go, and waitFor waits for what it says", async () => {
    const group = `${it.namespace}.example.test`;
    const crd = await it.resources.create({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `widgets.${group}` },
      spec: {
        group,
        scope: "Namespaced",
        names: { plural: "widgets", singular: "widget", kind: "Widget", listKind: "WidgetList" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
            },
          },
        ],
      },
    });
    const waitFor = '["jsonpath={.status.phase}=Done", "condition=Synced"]';
    const widget = {
      apiVersion: `${group}/v1`,
      kind: "Widget",
      metadata: {
        name: "w",
        namespace: it.namespace,
        annotations: { "pulumi.com/waitFor": waitFor },
      },
    };
    const conditions = [{ type: "Synced", status: "True" }];
    const [stored] = await Promise.all([
      it.resources.create(widget),
      whenTold("jsonpath={.status.phase}=Done: nothing there yet", () =>
        it.applyAs("controller", { ...widget, status: { phase: "Done", conditions } }),
      ),
    ]);
    expect(valueAt(stored.state, "status", "phase")).toBe("Done");
    await it.resources.delete(stored);
    await it.resources.delete(crd);
  });

  test("an Ingress waits for its address", async () => {
    const ingress = {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "door", namespace: it.namespace },
      spec: { defaultBackend: { service: { name: "none", port: { number: 80 } } } },
    };
    const impatient = {
      ...ingress,
      metadata: { ...ingress.metadata, annotations: { "pulumi.com/timeoutSeconds": "1" } },
    };
    const { reasons, stored } = await failureOf(it.resources.create(impatient));
    expect(reasons).toEqual(["not ready after 1 s: it has no address yet"]);
    await it.resources.delete(stored);
  });

  test("a Service is woken by its EndpointSlices", async () => {
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "woken", namespace: it.namespace },
      spec: { selector: { app: "nobody" }, ports: [{ port: 80 }] },
    };
    const slice = {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: {
        name: "woken-by-hand",
        namespace: it.namespace,
        labels: { "kubernetes.io/service-name": "woken" },
      },
      addressType: "IPv4",
      endpoints: [{ addresses: ["192.0.2.7"], conditions: { ready: true } }],
      ports: [{ port: 80 }],
    };
    const [stored] = await Promise.all([
      it.resources.create(service),
      whenTold("it has no ready endpoint yet", () => it.applyAs("somebody", slice)),
    ]);
    expect(stored.id).toBe(`${it.namespace}/woken`);
    await it.resources.delete(stored);
  });

  test("a deletion that a finalizer holds fails with its name, and goes on when it is let go", async () => {
    const held = it.buildConfigMap("held", {}, { finalizers: ["example.test/hold"] });
    const stored = await it.resources.create(held);
    await expect(it.resources.delete(stored, 1)).rejects.toMatchObject({
      details: expect.stringContaining('finalizers: ["example.test/hold"]') as string,
    });
    const manager = stringAt(stored.state, "__fieldManager");
    const deletion = it.resources.delete(stored, 30);
    await it.applyAs(manager, it.buildConfigMap("held", {}));
    await deletion;
    expect(await it.resources.refresh(stored)).toBeUndefined();
  });

  test("a pod no node can take is named with the scheduler's words", async (context) => {
    await requireNode(context);
    const { reasons, stored } = await failureOf(
      it.resources.create(pod("nowhere", { nodeSelector: { "example.test/no": "such" } })),
    );
    expect(reasons[1]).toMatch(/^pod nowhere: Unschedulable: 0\/\d+ nodes are available/);
    await it.resources.delete(stored);
  });

  test("a pod that crashes is named with its exit code and its last log lines", async (context) => {
    const image = await requireNode(context);
    const deployment = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        name: "crashing",
        namespace: it.namespace,
        annotations: { "pulumi.com/timeoutSeconds": "12" },
      },
      spec: {
        // The container runs for a moment before it crashes, and must not count as ready meanwhile.
        minReadySeconds: 5,
        selector: { matchLabels: { app: "crashing" } },
        template: {
          metadata: { labels: { app: "crashing" } },
          spec: objectAt(pod("any", container(image, ["-conf", "/no/such/file"])), "spec"),
        },
      },
    };
    const { reasons, stored } = await failureOf(it.resources.create(deployment));
    expect(reasons[0]).toBe("not ready after 12 s: 0 of 1 pods are available");
    expect(reasons[1]).toMatch(/^pod crashing-\S+: container app: .*exit code 1/);
    expect(reasons[1]).toContain("last log lines:");
    expect(reasons[1]).toContain("/no/such/file");
    await it.resources.delete(stored);
  });

  /** The image of a pod that runs already, so that none is pulled. Skips the test where no pod can run. */
  async function requireNode(context: TestContext): Promise<string> {
    const namespaces = { apiVersion: "v1", kind: "Pod", namespace: "kube-system" };
    const pods = objectsAt(
      await it.api.list({ ...namespaces, labelSelector: "k8s-app=kube-dns" }),
      "items",
    );
    const image = stringAt(pods[0], "spec", "containers", 0, "image");
    if (image === "") {
      context.skip("the cluster runs no CoreDNS, so it has no node to run pods on");
    }
    return image;
  }

  function container(image: string, args: string[]): JsonObject {
    return { containers: [{ name: "app", image, imagePullPolicy: "Never", args }] };
  }

  function pod(name: string, spec: JsonObject): JsonObject {
    const annotations = { "pulumi.com/timeoutSeconds": "5" };
    return {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: it.namespace, annotations },
      spec: { terminationGracePeriodSeconds: 0, ...container("none.test/none", []), ...spec },
    };
  }
});
