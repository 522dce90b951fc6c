import { LEGACY_HTTP_EXTENSION_HEADER } from "@a2a-js/sdk/compat/v0_3";
import { LEGACY_PROTOCOL_VERSION } from "../../card/card-document.js";
import type { WireError } from "../../errors.js";
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
import { type HttpAnswer, type HttpRoute, toJsonAnswer } from "../http-exchange.js";
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
      exchange.form = new JsonRpcForm(readId(body));
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

/** How a request of this id is answered. */
class JsonRpcForm implements AnswerForm {
  readonly #id: JsonRpcId;

  constructor(id: JsonRpcId) {
    this.#id = id;
  }

  toResult(result: unknown): HttpAnswer {
    const body = `${this.#head}"result":${JSON.stringify(result)}}`;
    return { status: 200, headers: JSON_HEADERS, body };
  }

  toError({ body, httpStatus }: WireError): HttpAnswer {
    return toJsonAnswer(httpStatus, { jsonrpc: "2.0", id: this.#id, error: body });
  }

  toEvent(text: string): string {
    return `${this.#head}"result":${text}}`;
  }

  toErrorEvent({ body }: WireError): string {
    return `${this.#head}"error":${JSON.stringify(body)}}`;
  }

  get #head(): string {
    return `{"jsonrpc":"2.0","id":${JSON.stringify(this.#id)},`;
  }
}

/** How a request is answered whose id is not known, or not yet. */
const FORM_WITHOUT_ID = new JsonRpcForm(null);
