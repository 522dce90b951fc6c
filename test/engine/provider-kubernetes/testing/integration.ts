import { randomBytes } from "node:crypto";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { beforeAll, describe } from "vitest";
import { callUnary } from "../../call-unary.ts";
import { type ApiClient, createApiClient } from "../cluster/api-client.ts";
import { loadKubeconfig } from "../cluster/kubeconfig.ts";
import { nameOf } from "../cluster/object-name.ts";
import type { JsonObject } from "../values/json.ts";
import { startProvider } from "./provider-process.ts";
import { createResourceClient, type ResourceClient } from "./resource-client.ts";

/** The kubeconfig of a cluster the tests may write to; "" when there is none. */
const TEST_KUBECONFIG = process.env.BERTH_TEST_KUBECONFIG ?? "";

/** For the title of tests that need it. */
const WHY_SKIPPED =
  TEST_KUBECONFIG === "" ? " (skipped: BERTH_TEST_KUBECONFIG names no kubeconfig)" : "";

/** A provider process and a namespace of its own in a real cluster. */
export interface Integration {
  namespace: string;
  resources: ResourceClient;
  api: ApiClient;
  /** The messages the engine got. */
  logged: string[];
  /** A ConfigMap of the namespace. */
  buildConfigMap(name: string, data: JsonObject, more?: JsonObject): JsonObject;
  /** What a controller or another user does: takes the fields over. */
  applyAs(manager: string, object: JsonObject): Promise<JsonObject>;
  stop(): Promise<void>;
}

const TIMEOUT_MS = 60_000;

/**
 * Registers tests that share one provider process and one namespace in a real cluster.
 *
 * Where there is no cluster they are skipped, and the title says why.
 *
 * @param register is given what the tests work with; it is filled before the first of them runs.
 */
export function describeInCluster(title: string, register: (it: Integration) => void): void {
  describe.skipIf(TEST_KUBECONFIG === "")(`${title}${WHY_SKIPPED}`, { timeout: TIMEOUT_MS }, () => {
    const it = {} as Integration;
    beforeAll(async () => {
      Object.assign(it, await startIntegration());
      return () => it.stop();
    }, TIMEOUT_MS);
    register(it);
  });
}

async function startIntegration(): Promise<Integration> {
  const api = createApiClient(loadKubeconfig({ kubeconfig: TEST_KUBECONFIG }), () => undefined);
  const running = await startProvider({
    KUBECONFIG: TEST_KUBECONFIG,
    STANDIN_TIMEOUT_SECONDS: "30",
  });
  try {
    await callUnary<provider.ConfigureResponse>((done) =>
      running.client.configure(new provider.ConfigureRequest(), done),
    );
    const name = `provider-${randomBytes(4).toString("hex")}`;
    const resources = createResourceClient(running);
    const namespace = await resources.create({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name },
    });
    return {
      namespace: name,
      resources,
      api,
      logged: running.logged,
      buildConfigMap(configMap, data, more = {}) {
        const metadata = { name: configMap, namespace: name, ...more };
        return { apiVersion: "v1", kind: "ConfigMap", metadata, data };
      },
      applyAs: (manager, object) =>
        api.apply(object, nameOf(object), { fieldManager: manager, force: true, dryRun: false }),
      async stop() {
        await resources.delete(namespace, 50).finally(() => running.stop());
      },
    };
  } catch (error) {
    await running.stop();
    throw error;
  }
}
