import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { createApiClient } from "../cluster/api-client.ts";
import { messageOf } from "../cluster/errors.ts";
import { loadKubeconfig } from "../cluster/kubeconfig.ts";
import { findChanges } from "../diff/changes.ts";
import { openProperties } from "../values/properties.ts";
import { openAndLearn, type ProviderContext } from "./context.ts";
import { parseSettings } from "./settings.ts";

/** Arguments whose change means another cluster, and with it other objects. */
const REPLACING_ARGUMENTS = new Set(["cluster", "clusterIdentifier", "renderYamlToDirectory"]);

export function checkConfig(request: provider.CheckRequest): provider.CheckResponse {
  const response = new provider.CheckResponse();
  response.setInputs(request.getNews());
  return response;
}

export function diffConfig(request: provider.DiffRequest): provider.DiffResponse {
  const olds = openProperties(request.getOldInputs() ?? request.getOlds()).value;
  const news = openProperties(request.getNews()).value;
  const changed = new Set(findChanges(olds, news).map(({ path }) => String(path[0])));
  // Every release of the package has another version: that is no change of the cluster.
  changed.delete("version");
  const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
  const response = new provider.DiffResponse();
  response.setChanges(changed.size > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList([...changed]);
  response.setReplacesList([...changed].filter((key) => REPLACING_ARGUMENTS.has(key)));
  return response;
}

/** A cluster that cannot be found is no error here: previews go on without one. */
export function configure(
  context: ProviderContext,
  request: provider.ConfigureRequest,
): provider.ConfigureResponse {
  const { value: args, hasUnknown } = openAndLearn(context, request.getArgs());
  context.settings = parseSettings(args, context.env);
  context.api = undefined;
  if (hasUnknown) {
    context.whyNoApi = "the arguments of the provider are not known yet";
  } else {
    try {
      context.api = createApiClient(loadKubeconfig(context.settings.choice), warnOnce(context));
    } catch (error) {
      context.whyNoApi = messageOf(error);
    }
  }
  const response = new provider.ConfigureResponse();
  response.setAcceptsecrets(true);
  response.setSupportspreview(true);
  response.setSupportsAutonamingConfiguration(true);
  return response;
}

/** The API server repeats a warning with every request for the same kind. */
function warnOnce(context: ProviderContext): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    if (!said.has(message)) {
      said.add(message);
      context.log.warn(context.redactor.redact(message));
    }
  };
}
