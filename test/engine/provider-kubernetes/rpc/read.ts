import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { nameOf, parseId, parseTypeToken } from "../cluster/object-name.ts";
import { projectLive, toImportedInputs } from "../live/projection.ts";
import { fieldManagerOf, toState } from "../live/state.ts";
import { stringAt } from "../values/json.ts";
import { secretPathsOf, secretTextsOf } from "../values/secrets.ts";
import { sealState } from "./apply.ts";
import { openAndLearn, type ProviderContext, requireApi } from "./context.ts";
import { refusalOf } from "./left-out.ts";

/** For a refresh, an import or a `.get()`. An answer without an id says that the object is gone. */
export async function read(
  context: ProviderContext,
  request: provider.ReadRequest,
): Promise<provider.ReadResponse> {
  const refusal = refusalOf(request.getType());
  if (refusal !== undefined) {
    throw refusal;
  }
  const state = openAndLearn(context, request.getProperties());
  const inputs = openAndLearn(context, request.getInputs());
  const isImport = stringAt(inputs.value, "kind") === "";
  // An import knows no more than the type token and the id.
  const kind = [inputs.value, state.value].map(nameOf).find((name) => name.kind !== "");
  const name = { ...(kind ?? parseTypeToken(request.getType())), ...parseId(request.getId()) };
  const response = new provider.ReadResponse();
  const live = await requireApi(context).get(name);
  if (live === undefined) {
    return response;
  }
  const shown = isImport ? toImportedInputs(live) : projectLive(inputs.value, live);
  // Secrets of an imported object are not marked anywhere yet: its own kind says what they are.
  const own = { value: live, secretPaths: [] };
  context.redactor.learn(secretTextsOf(live, secretPathsOf(live, [])));
  response.setId(request.getId());
  response.setProperties(sealState(toState(live, fieldManagerOf(state.value)), inputs, state, own));
  response.setInputs(sealState(shown, inputs, own));
  return response;
}
