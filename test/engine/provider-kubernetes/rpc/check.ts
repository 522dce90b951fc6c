import * as crypto from "node:crypto";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { parseWaitFor, WAIT_FOR_ANNOTATION } from "../await/wait-for.ts";
import { isNamespacedByName } from "../cluster/discovery.ts";
import { messageOf } from "../cluster/errors.ts";
import { nameOf } from "../cluster/object-name.ts";
import { toNotation } from "../diff/notation.ts";
import { type JsonObject, objectAt, stringAt } from "../values/json.ts";
import { openProperties, sealProperties } from "../values/properties.ts";
import { secretPathsOf } from "../values/secrets.ts";
import { openAndLearn, type ProviderContext } from "./context.ts";
import { refusalOf } from "./left-out.ts";

/** Marks an object whose name this provider made up; without it a changed name would be a change by the user. */
export const AUTONAMED_ANNOTATION = "pulumi.com/autonamed";

/** Completes the inputs with name and namespace, and refuses what cannot work. */
export async function check(
  context: ProviderContext,
  request: provider.CheckRequest,
): Promise<provider.CheckResponse> {
  const olds = openProperties(request.getOlds()).value;
  const { value: news, secretPaths } = openAndLearn(context, request.getNews());
  const refusal = refusalOf(request.getType(), news);
  if (refusal !== undefined) {
    throw refusal;
  }
  const response = new provider.CheckResponse();
  function fail(property: string, reason: string): void {
    const failure = new provider.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    response.addFailures(failure);
  }

  for (const property of ["apiVersion", "kind"]) {
    if (stringAt(news, property) === "") {
      fail(property, `${property} is missing: every Kubernetes object has one`);
    }
  }
  try {
    parseWaitFor(news);
  } catch (error) {
    fail(toNotation(["metadata", "annotations", WAIT_FOR_ANNOTATION]), messageOf(error));
  }

  let metadata = objectAt(news, "metadata");
  if (isAbsent(metadata.name) && isAbsent(metadata.generateName)) {
    const { DISABLE } = provider.CheckRequest.AutonamingOptions.Mode;
    const previous = autonameOf(olds);
    if (previous === "" && request.getAutonaming()?.getMode() === DISABLE) {
      fail("metadata.name", "metadata.name is missing, and automatic naming is switched off");
    }
    const annotations = { ...objectAt(metadata, "annotations"), [AUTONAMED_ANNOTATION]: "true" };
    metadata = { ...metadata, name: previous === "" ? newName(request) : previous, annotations };
  }
  if (isAbsent(metadata.namespace) && (await isNamespaced(context, news))) {
    const { namespace } = context.settings;
    metadata = {
      ...metadata,
      namespace: namespace === "" ? (context.api?.defaultNamespace ?? "default") : namespace,
    };
  }
  const inputs = { ...news, metadata };
  response.setInputs(sealProperties(inputs, secretPathsOf(inputs, secretPaths)));
  return response;
}

function isAbsent(value: JsonObject[string] | undefined): boolean {
  return value === undefined || value === null || value === "";
}

/** A name once made up stays, whatever the seed of this run is. */
function autonameOf(olds: JsonObject): string {
  const isAutonamed = stringAt(olds, "metadata", "annotations", AUTONAMED_ANNOTATION) === "true";
  return isAutonamed ? stringAt(olds, "metadata", "name") : "";
}

/** The seed of a preview differs from that of the update after it, and so does the name. */
function newName(request: provider.CheckRequest): string {
  const proposed = request.getAutonaming()?.getProposedName() ?? "";
  if (proposed !== "") {
    return proposed;
  }
  const seed = Buffer.from(request.getRandomseed_asU8());
  const suffix = (seed.length > 0 ? seed : crypto.randomBytes(4)).toString("hex").slice(0, 8);
  return `${request.getName().toLowerCase()}-${suffix}`;
}

async function isNamespaced(context: ProviderContext, object: JsonObject): Promise<boolean> {
  const name = nameOf(object);
  try {
    const resource = await context.api?.discovery.find(name);
    if (resource !== undefined) {
      return resource.isNamespaced;
    }
  } catch {
    // Not reachable: a preview goes on with what is known of built-in kinds.
  }
  return isNamespacedByName(name);
}
