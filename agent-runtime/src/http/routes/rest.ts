import { VersionNotSupportedError } from "@a2a-js/sdk/errors";
import { LEGACY_HTTP_EXTENSION_HEADER } from "@a2a-js/sdk/compat/v0_3";
import { LEGACY_PROTOCOL_VERSION, PROTOCOL_VERSION } from "../../card/card-document.js";
import { RefusedError } from "../../errors.js";
import { getTenant } from "../../protocol/call-context.js";
import { parseJson } from "../../protocol/json-rpc-call.js";
import { getLegacyRestOperation, LEGACY_CARD_ENDPOINT } from "../../protocol/legacy-rest.js";
import { getOperation } from "../../protocol/operations.js";
import {
  readQuery,
  readTarget,
  REST_ENDPOINTS,
  type RestEndpoint,
} from "../../protocol/rest-endpoints.js";
import { DEFAULT_COMPATIBILITY, expectVersion, VERSION_REMEDY } from "../../protocol/version.js";
import { toErrorBody } from "../error-body.js";
import type { HttpAnswer, HttpRequest, HttpRoute } from "../http-exchange.js";
import type { RouteEntry } from "../router.js";
import {
  type AnswerForm,
  type AskedOperation,
  type BindingOptions,
  createExchange,
  createOperationAnswerer,
  type Exchange,
  expectJson,
  readVersion,
} from "./answer-operation.js";

const MEDIA_TYPE = "application/a2a+json";

/** What the paths of 0.3 begin with. */
const LEGACY_PREFIX = "v1";

/** Makes what answers HTTP+JSON (A2A 1.0, section 11): at the root, and below the name of a tenant. */
export function createRestRoutes(options: BindingOptions): RouteEntry[] {
  const { compatibility = DEFAULT_COMPATIBILITY, maxBodyBytes } = options;
  const answer = createOperationAnswerer(options);

  const readParams = async (
    endpoint: RestEndpoint,
    request: HttpRequest,
  ): Promise<Record<string, unknown>> => ({
    ...readQuery(endpoint, request.query),
    ...(endpoint.hasBody === true ? await readBody(request, maxBodyBytes) : {}),
  });

  const readAsked = async (endpoint: RestEndpoint, exchange: Exchange): Promise<AskedOperation> => {
    const { request } = exchange;
    expectCurrent(exchange);
    const target = readTarget(endpoint, request.params);
    exchange.operationName = target.operationName;
    const params = {
      ...(await readParams(endpoint, request)),
      ...target.params,
      ...(target.tenant === "" ? {} : { tenant: target.tenant }),
    };
    return { operation: getOperation(target.operationName), params, tenant: getTenant(params) };
  };

  const readLegacy = async (
    endpoint: RestEndpoint,
    exchange: Exchange,
  ): Promise<AskedOperation> => {
    const { request } = exchange;
    const { operationName, params } = readTarget(endpoint, request.params);
    exchange.operationName = operationName;
    return {
      operation: getLegacyRestOperation(operationName),
      params: { ...(await readParams(endpoint, request)), ...params },
      tenant: "",
      extensionHeader: LEGACY_HTTP_EXTENSION_HEADER,
    };
  };

  const expectCurrent = ({ version }: Exchange): void => {
    if (expectVersion(version, compatibility) !== PROTOCOL_VERSION) {
      throw new VersionNotSupportedError(
        `The paths of A2A ${version} begin with '/${LEGACY_PREFIX}/'. ` +
          `For A2A ${PROTOCOL_VERSION}: ${VERSION_REMEDY}`,
      );
    }
  };

  const answerCurrent =
    (endpoint: RestEndpoint): HttpRoute =>
    (request) => {
      const exchange = createExchange(request, "HTTP+JSON", REST_FORM);
      return answer(exchange, () => readAsked(endpoint, exchange));
    };
  const answerLegacy =
    (endpoint: RestEndpoint): HttpRoute =>
    (request) => {
      const exchange = createExchange(request, "HTTP+JSON", LEGACY_FORM);
      return answer(exchange, () => readLegacy(endpoint, exchange));
    };
  const isLegacy = (request: HttpRequest): boolean =>
    compatibility === LEGACY_PROTOCOL_VERSION && readVersion(request) === LEGACY_PROTOCOL_VERSION;

  const toEntries = (endpoint: RestEndpoint): RouteEntry[] => {
    const { methods, path } = endpoint;
    const current = answerCurrent(endpoint);
    const legacy = answerLegacy(endpoint);
    // 'v1' is what 0.3 begins with, and may be the name of a tenant in 1.0: the version tells.
    const route: HttpRoute = (request) =>
      request.params["tenant"] === LEGACY_PREFIX && isLegacy(request)
        ? legacy(request)
        : current(request);
    return [
      { methods, path, route: current },
      { methods, path: `/:tenant${path}`, route },
    ];
  };

  const legacyCard = answerLegacy(LEGACY_CARD_ENDPOINT);
  const answerNothing: HttpRoute = (request) =>
    answer(createExchange(request, "HTTP+JSON", REST_FORM), () =>
      Promise.reject(
        new RefusedError("METHOD_NOT_FOUND", `There is nothing at '${request.path}' in A2A 1.0.`),
      ),
    );
  return [
    ...REST_ENDPOINTS.flatMap(toEntries),
    {
      methods: LEGACY_CARD_ENDPOINT.methods,
      path: `/${LEGACY_PREFIX}${LEGACY_CARD_ENDPOINT.path}`,
      route: (request) => (isLegacy(request) ? legacyCard(request) : answerNothing(request)),
    },
  ];
}

/**
 * Reads the parameters in a body. There may be none where there is nothing to say.
 *
 * @throws RefusedError.
 */
async function readBody(request: HttpRequest, maxBodyBytes: number): Promise<object> {
  if (request.headers["content-type"] !== undefined) {
    expectJson(request, MEDIA_TYPE);
  }
  const text = await request.readText(maxBodyBytes);
  if (text === "") {
    return {};
  }
  expectJson(request, MEDIA_TYPE);
  const body = parseJson(text);
  if (typeof body !== "object" || Array.isArray(body)) {
    throw new RefusedError("INVALID_REQUEST", "The body must be an object.");
  }
  // Some callers write null for nothing.
  return body ?? {};
}

const REST_FORM: AnswerForm = {
  toResult: (result) => toAnswer(200, MEDIA_TYPE, result ?? {}),
  toError: (error) => toAnswer(error.restStatus, MEDIA_TYPE, toErrorBody(error)),
  toEvent: (text) => text,
  toErrorEvent: (error) => ({ name: "error", text: JSON.stringify(toErrorBody(error)) }),
};

/** Errors of 0.3 have the codes of JSON-RPC in this binding, too. */
const LEGACY_FORM: AnswerForm = {
  toResult: (result) => toAnswer(200, "application/json", result ?? {}),
  toError: ({ body, restStatus }) => toAnswer(restStatus, "application/json", body),
  toEvent: (text) => text,
  toErrorEvent: ({ body }) => ({ name: "error", text: JSON.stringify(body) }),
};

function toAnswer(status: number, mediaType: string, value: unknown): HttpAnswer {
  return { status, headers: { "Content-Type": mediaType }, body: JSON.stringify(value) };
}
