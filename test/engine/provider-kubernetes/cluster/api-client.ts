import {
  IsomorphicFetchHttpLibrary,
  type HttpMethod,
  type KubeConfig,
  RequestContext,
  Watch,
} from "@kubernetes/client-node";
import { isJsonObject, type JsonObject, objectsAt } from "../values/json.ts";
import { type WatchEnd, type WatchEvent, watchOnce } from "./watch.ts";
import { createDiscovery, type Discovery } from "./discovery.ts";
import { ApiError, isNotFound, messageOf, UnreachableError } from "./errors.ts";
import type { ObjectName } from "./object-name.ts";

const REQUEST_TIMEOUT_MS = 60_000;
const APPLY_PATCH = "application/apply-patch+yaml";
const WARNING = /299 \S+ "((?:[^"\\]|\\.)*)"/g;

export interface RequestOptions {
  body?: JsonObject;
  contentType?: string;
  query?: Record<string, string>;
  signal?: AbortSignal;
}

export interface ApplyOptions {
  fieldManager: string;
  /** Take over fields that other managers own. */
  force: boolean;
  dryRun: boolean;
}

/** Which objects of a kind: one by name, those with labels, or those of a namespace. */
export interface Selection {
  apiVersion: string;
  kind: string;
  namespace?: string;
  fieldSelector?: string;
  labelSelector?: string;
}

/** A Kubernetes API client for objects of any kind. */
export interface ApiClient {
  readonly defaultNamespace: string;
  readonly discovery: Discovery;
  get(name: ObjectName): Promise<JsonObject | undefined>;
  list(selection: Selection, signal?: AbortSignal): Promise<JsonObject>;
  apply(manifest: JsonObject, name: ObjectName, options: ApplyOptions): Promise<JsonObject>;
  /** Deletes the object when it still is the one with `uid`. @throws ApiError 409 when it is another one. */
  remove(name: ObjectName, propagationPolicy: string, uid: string): Promise<void>;
  /** The last lines of a container's log; of its previous run if asked. */
  log(pod: ObjectName, query: Record<string, string>, signal: AbortSignal): Promise<string>;
  /** Resolves when the watch is over or `signal` aborts; never rejects. */
  watch(
    selection: Selection,
    resourceVersion: string,
    onEvent: (event: WatchEvent) => void,
    signal: AbortSignal,
  ): Promise<WatchEnd>;
}

/** Connects nothing yet. `onWarning` gets the warnings of the API server. */
export function createApiClient(
  config: KubeConfig,
  onWarning: (message: string) => void,
): ApiClient {
  const http = new IsomorphicFetchHttpLibrary();
  const server = config.getCurrentCluster()?.server.replace(/\/$/, "") ?? "";
  const context = config.getContextObject(config.getCurrentContext());
  const defaultNamespace = context?.namespace ?? "default";

  async function send(method: string, path: string, options: RequestOptions): Promise<string> {
    const query = new URLSearchParams(options.query).toString();
    const request = new RequestContext(
      `${server}${path}${query === "" ? "" : `?${query}`}`,
      method as HttpMethod,
    );
    await config.applySecurityAuthentication(request);
    const limit = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    request.setSignal(
      options.signal === undefined ? limit : AbortSignal.any([limit, options.signal]),
    );
    if (options.body !== undefined) {
      request.setBody(JSON.stringify(options.body));
      request.setHeaderParam("Content-Type", options.contentType ?? "application/json");
    }
    let status: number;
    let text: string;
    try {
      const response = await http.send(request).toPromise();
      status = response.httpStatusCode;
      for (const [, message = ""] of (response.headers.warning ?? "").matchAll(WARNING)) {
        onWarning(message.replaceAll('\\"', '"'));
      }
      text = await response.body.text();
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw new UnreachableError(`${server}: ${messageOf(cause)}`, { cause: error });
    }
    if (status < 200 || status >= 300) {
      throw new ApiError(status, parseStatus(text), `${method} ${path}`);
    }
    return text;
  }

  async function request(
    method: string,
    path: string,
    options: RequestOptions = {},
  ): Promise<JsonObject> {
    return JSON.parse(await send(method, path, options)) as JsonObject;
  }

  const discovery = createDiscovery((path) => request("GET", path));

  async function pathOf(name: ObjectName): Promise<string> {
    const collection = await discovery.collectionPath(name, name.namespace ?? defaultNamespace);
    return `${collection}/${encodeURIComponent(name.name)}`;
  }

  return {
    defaultNamespace,
    discovery,
    async get(name) {
      try {
        return await request("GET", await pathOf(name));
      } catch (error) {
        if (isNotFound(error)) {
          return undefined;
        }
        throw error;
      }
    },
    async list(selection, signal) {
      const path = await discovery.collectionPath(
        selection,
        selection.namespace ?? defaultNamespace,
      );
      const answer = await request("GET", path, {
        query: selectorsOf(selection),
        ...(signal === undefined ? {} : { signal }),
      });
      // Items of a list come without their kind.
      const { apiVersion, kind } = selection;
      return {
        ...answer,
        items: objectsAt(answer, "items").map((x) => ({ apiVersion, kind, ...x })),
      };
    },
    async apply(manifest, name, options) {
      return request("PATCH", await pathOf(name), {
        body: manifest,
        contentType: APPLY_PATCH,
        query: {
          fieldManager: options.fieldManager,
          fieldValidation: "Warn",
          force: String(options.force),
          ...(options.dryRun ? { dryRun: "All" } : {}),
        },
      });
    },
    async remove(name, propagationPolicy, uid) {
      await request("DELETE", await pathOf(name), {
        body: {
          apiVersion: "v1",
          kind: "DeleteOptions",
          propagationPolicy,
          preconditions: { uid },
        },
      });
    },
    async log(pod, query, signal) {
      return send("GET", `${await pathOf(pod)}/log`, { query, signal });
    },
    async watch(selection, resourceVersion, onEvent, signal) {
      try {
        const path = await discovery.collectionPath(
          selection,
          selection.namespace ?? defaultNamespace,
        );
        return await watchOnce(
          new Watch(config),
          path,
          { ...selectorsOf(selection), resourceVersion, allowWatchBookmarks: "true" },
          onEvent,
          signal,
        );
      } catch (error) {
        return { kind: "failed", error: error instanceof Error ? error : new Error(String(error)) };
      }
    },
  };
}

function selectorsOf(selection: Selection): Record<string, string> {
  const { fieldSelector, labelSelector } = selection;
  return {
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
  };
}

function parseStatus(text: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : { message: text };
  } catch {
    // A proxy in between answers in its own words.
    return { message: text.trim() };
  }
}
