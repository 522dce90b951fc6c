import { randomBytes } from "node:crypto";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { callUnary } from "../../call-unary.ts";
import { type ApiClient, createApiClient } from "../cluster/api-client.ts";
import { loadKubeconfig } from "../cluster/kubeconfig.ts";
import { nameOf } from "../cluster/object-name.ts";
import type { JsonObject } from "../values/json.ts";
import { startProvider } from "./provider-process.ts";
import { createResourceClient, type ResourceClient } from "./resource-client.ts";

/** The kubeconfig of a cluster the tests may write to; "" when there is none. */
export const TEST_KUBECONFIG = process.env.BERTH_TEST_KUBECONFIG ?? "";

/** For the title of tests that need it. */
export const WHY_SKIPPED =
  TEST_KUBECONFIG === "" ? " (skipped: BERTH_TEST_KUBECONFIG names no kubeconfig)" : "";

/** A provider process and a namespace of its own in a real cluster. */
export interface Integration {
  namespace: string;
  resources: ResourceClient;
  api: ApiClient;
  /** The messages the engine got. */
  logged: string[];
  /** What a controller or another user does: takes the fields over. */
  applyAs(manager: string, object: JsonObject): Promise<JsonObject>;
  stop(): Promise<void>;
}

export async function startIntegration(): Promise<Integration> {
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
