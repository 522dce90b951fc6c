import { LEGACY_HTTP_EXTENSION_HEADER } from "@a2a-js/sdk/compat/v0_3";
import { LEGACY_PROTOCOL_VERSION } from "../../card/card-document.js";
import { getTenant } from "../../protocol/call-context.js";
import {
  findMethod,
  type JsonRpcId,
  parseJson,
  readId,
  readParamsObject,
  readRequest,
} from "../../protocol/json-rpc-call.js";
import { DEFAULT_COMPATIBILITY, expectVersion } from "../../protocol/version.js";
import { type HttpRoute, toJsonAnswer } from "../http-exchange.js";
import {
  type AnswerForm,
  type BindingOptions,
  createExchange,
  createOperationAnswerer,
  expectJson,
} from "./answer-operation.js";

const JSON_HEADERS = { "Content-Type": "application/json" } as const;

/** Makes what answers JSON-RPC (A2A 1.0, section 9). */
export function createRpcRoute(options: BindingOptions): HttpRoute {
  const { compatibility = DEFAULT_COMPATIBILITY, maxBodyBytes } = options;
  const answer = createOperationAnswerer(options);

  return (request) => {
    const exchange = createExchange(request, "JSONRPC", FORM_WITHOUT_ID);
    return answer(exchange, async () => {
      expectJson(request, "application/json");
      const body = parseJson(await request.readText(maxBodyBytes));
      exchange.form = createForm(readId(body));
      const call = readRequest(body);
      const version = expectVersion(exchange.version, compatibility);
      const { operation, operationName } = findMethod(call.method, version);
      exchange.operationName = operationName;
      const params = readParamsObject(call);
      return version === LEGACY_PROTOCOL_VERSION
        ? { operation, params, tenant: "", extensionHeader: LEGACY_HTTP_EXTENSION_HEADER }
        : { operation, params, tenant: getTenant(params) };
    });
  };
}

/** How a request is answered whose id is not known, or not yet. */
const FORM_WITHOUT_ID = createForm(null);

/** How a request of this id is answered. */
function createForm(id: JsonRpcId): AnswerForm {
  const head = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},`;
  return {
    toResult: (result) => ({
      status: 200,
      headers: JSON_HEADERS,
      body: `${head}"result":${JSON.stringify(result)}}`,
    }),
    toError: ({ body, httpStatus }) =>
      toJsonAnswer(httpStatus, { jsonrpc: "2.0", id, error: body }),
    toEvent: (text) => `${head}"result":${text}}`,
    toErrorEvent: ({ body }) => `${head}"error":${JSON.stringify(body)}}`,
  };
}
