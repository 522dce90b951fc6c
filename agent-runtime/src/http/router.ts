import findMyWay from "find-my-way";
import type { AgentLog } from "../agent-task.js";
import {
  type HttpAnswer,
  type HttpRequest,
  type HttpRoute,
  toJsonAnswer,
} from "./http-exchange.js";

type HttpMethod = "DELETE" | "GET" | "HEAD" | "POST";

const METHODS: readonly HttpMethod[] = ["GET", "HEAD", "POST", "DELETE"];

/** Where a route answers. Names in the path begin with a colon. */
export interface RouteEntry {
  methods: readonly HttpMethod[];
  path: string;
  route: HttpRoute;
}

export interface RouterOptions {
  log: AgentLog;
}

/** A request without what its route finds in the path. */
export type UnroutedRequest = Omit<HttpRequest, "params">;

/** Answers every request, whatever happens. */
export type HttpApp = (request: UnroutedRequest) => HttpAnswer | Promise<HttpAnswer>;

/** No longer id comes from us; a longer one is unknown. */
const MAX_PARAM_LENGTH = 256;

/** Makes what finds the route of a request. What goes wrong in a route is an error without a cause. */
export function createRouter(entries: readonly RouteEntry[], options: RouterOptions): HttpApp {
  const router = findMyWay({ maxParamLength: MAX_PARAM_LENGTH });
  for (const { methods, path, route } of entries) {
    router.on([...methods], path, () => undefined, route);
  }
  router.compile();

  const find = (method: string, path: string): ReturnType<typeof router.find> =>
    METHODS.includes(method as HttpMethod) ? router.find(method as HttpMethod, path) : null;

  const refuse = ({ path }: UnroutedRequest): HttpAnswer => {
    const allowed = METHODS.filter((method) => find(method, path) !== null);
    if (allowed.length === 0) {
      return toErrorAnswer(404, "NOT_FOUND", `There is nothing at '${path}'.`);
    }
    const answer = toErrorAnswer(
      405,
      "METHOD_NOT_ALLOWED",
      `'${path}' takes ${allowed.join(", ")}.`,
    );
    return { ...answer, headers: { ...answer.headers, Allow: allowed.join(", ") } };
  };
  const fail = (error: unknown): HttpAnswer => {
    options.log.error({ err: error }, "A request could not be answered");
    return toErrorAnswer(500, "INTERNAL", "The request could not be answered.");
  };

  return (request) => {
    try {
      const found = find(request.method, request.path);
      if (found === null) {
        return refuse(request);
      }
      const answer = (found.store as HttpRoute)(withParams(request, found.params));
      return answer instanceof Promise ? answer.catch(fail) : answer;
    } catch (error) {
      return fail(error);
    }
  };
}

function withParams(
  request: UnroutedRequest & { params?: HttpRequest["params"] },
  params: HttpRequest["params"],
): HttpRequest {
  // Not copied: a copy would read what is only read when it is needed.
  request.params = params;
  return request as HttpRequest;
}

/** An error outside of any binding, in the shape of the HTTP binding (A2A 1.0, section 11.6). */
export function toErrorAnswer(code: number, status: string, message: string): HttpAnswer {
  return toJsonAnswer(code, { error: { code, status, message } });
}
