import grpc from "@grpc/grpc-js";
import type { KubeconfigChoice } from "../cluster/kubeconfig.ts";
import type { PayloadMutability } from "../diff/mutability.ts";
import { DEFAULT_TIMEOUT_SECONDS } from "../await/readiness.ts";
import { type JsonObject, valueAt } from "../values/json.ts";
import { RpcError } from "./failures.ts";

/** What the provider arguments and the environment say. */
export interface Settings extends PayloadMutability {
  choice: KubeconfigChoice;
  /** For objects that name none; "" leaves it to the kubeconfig. */
  namespace: string;
  /** Take over fields of other managers. */
  patchForce: boolean;
  /** Take over objects that exist already. */
  upsertExistingObjects: boolean;
  /** Drop objects from the state when their cluster cannot be reached. */
  deleteUnreachable: boolean;
  /** Let the API server check previews; else they only echo the inputs. */
  serverPreview: boolean;
  defaultTimeoutSeconds: number;
}

export type Environment = Record<string, string | undefined>;

/** Shortens every wait that says nothing itself: a service without endpoints holds a test for ten minutes otherwise. */
const TIMEOUT_VARIABLE = "STANDIN_TIMEOUT_SECONDS";
/** `echo`: previews without the API server. */
const PREVIEW_VARIABLE = "STANDIN_PREVIEW";

/** @throws RpcError UNIMPLEMENTED for modes this stand-in leaves out. */
export function parseSettings(args: JsonObject, env: Environment): Settings {
  function text(key: string, variable?: string): string {
    const value = valueAt(args, key);
    if (value === undefined || value === null) {
      return variable === undefined ? "" : (env[variable] ?? "");
    }
    // The engine sends every argument as a string; what is not a string by its type comes as JSON.
    return typeof value === "string" ? value : JSON.stringify(value);
  }
  function isOn(key: string, variable: string): boolean {
    return ["true", "1"].includes(text(key, variable).toLowerCase());
  }

  if (
    ["false", "0"].includes(text("enableServerSideApply", "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY"))
  ) {
    throw leftOut("enableServerSideApply=false", "client-side apply", "Remove the setting");
  }
  if (text("renderYamlToDirectory", "PULUMI_K8S_RENDER_YAML_TO_DIRECTORY") !== "") {
    throw leftOut("renderYamlToDirectory", "rendering manifests to files", "Remove the setting");
  }
  const timeout = Number(env[TIMEOUT_VARIABLE] ?? "");
  const kubeconfig = text("kubeconfig");
  const context = text("context");
  const cluster = text("cluster");
  return {
    choice: {
      ...(kubeconfig === "" ? {} : { kubeconfig }),
      ...(context === "" ? {} : { context }),
      ...(cluster === "" ? {} : { cluster }),
    },
    namespace: text("namespace"),
    patchForce: isOn("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE"),
    upsertExistingObjects: isOn("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS"),
    deleteUnreachable: isOn("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE"),
    configMapMutable: isOn("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE"),
    secretMutable: isOn("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE"),
    serverPreview: env[PREVIEW_VARIABLE] !== "echo",
    defaultTimeoutSeconds: timeout > 0 ? timeout : DEFAULT_TIMEOUT_SECONDS,
  };
}

/** The one message for everything this stand-in leaves out. */
export function leftOut(what: string, feature: string, remedy: string): RpcError {
  return new RpcError(
    grpc.status.UNIMPLEMENTED,
    `${what}: this stand-in for the Kubernetes provider leaves out ${feature}. ${remedy}, or use the vendor's provider.`,
  );
}
