import type { ApiClient } from "../cluster/api-client.ts";
import type { WatchEnd, WatchEvent } from "../cluster/watch.ts";
import { ApiError } from "../cluster/errors.ts";
import { nameOf, type ObjectName, toId } from "../cluster/object-name.ts";
import { type JsonObject, objectAt, stringAt, valueAt } from "../values/json.ts";

export interface MemoryApi extends ApiClient {
  /** The stored objects by kind and id, such as `ConfigMap proof/a`. */
  readonly objects: Map<string, JsonObject>;
  /** What was called, such as `apply ConfigMap proof/a force`. */
  readonly calls: string[];
  /** Stores an object as a user or a controller would, and tells the watches. */
  put(object: JsonObject): JsonObject;
  /** Removes an object and tells the watches. */
  drop(key: string): void;
  /** The answer of the next dry runs, instead of a copy of the manifest. */
  refuseDryRunsWith: Error | undefined;
  logs: Map<string, string>;
}

const CLUSTER_WIDE = ["Namespace", "CustomResourceDefinition", "StorageClass"];

/** An API server without rules: it keeps what it gets, and a deletion is done at once. */
export function createMemoryApi(): MemoryApi {
  const objects = new Map<string, JsonObject>();
  const calls: string[] = [];
  const logs = new Map<string, string>();
  const watches = new Set<(event: WatchEvent, kind: string) => void>();
  const history: { version: number; kind: string; event: WatchEvent }[] = [];
  let version = 0;

  function keyOf(name: ObjectName): string {
    return `${name.kind} ${toId(name)}`;
  }
  function keyOfObject(object: JsonObject): string {
    return keyOf(nameOf(object));
  }
  function tell(type: string, object: JsonObject): void {
    history.push({ version, kind: stringAt(object, "kind"), event: { type, object } });
    for (const watch of [...watches]) {
      watch({ type, object }, stringAt(object, "kind"));
    }
  }
  function put(object: JsonObject): JsonObject {
    version += 1;
    const stored = {
      ...object,
      metadata: {
        uid: `uid-${version}`,
        ...objectAt(objects.get(keyOfObject(object)), "metadata"),
        ...objectAt(object, "metadata"),
        resourceVersion: String(version),
      },
    };
    objects.set(keyOfObject(stored), stored);
    tell("MODIFIED", stored);
    return stored;
  }
  function drop(key: string): void {
    const object = objects.get(key);
    objects.delete(key);
    if (object !== undefined) {
      version += 1;
      tell("DELETED", object);
    }
  }

  const api: MemoryApi = {
    objects,
    calls,
    logs,
    put,
    drop,
    refuseDryRunsWith: undefined,
    defaultNamespace: "default",
    discovery: {
      find: ({ kind }) =>
        Promise.resolve(
          kind === "Unheard"
            ? undefined
            : { plural: `${kind.toLowerCase()}s`, isNamespaced: !CLUSTER_WIDE.includes(kind) },
        ),
      collectionPath: ({ kind }) => Promise.resolve(`/${kind}`),
    },
    get: (name) => Promise.resolve(objects.get(keyOf(name))),
    list: ({ kind }) =>
      Promise.resolve({
        metadata: { resourceVersion: String(version) },
        items: [...objects.values()].filter((object) => object.kind === kind),
      }),
    apply(manifest, name, { force, dryRun, fieldManager }) {
      const key = keyOf(name);
      calls.push(
        `${dryRun ? "rehearse" : "apply"} ${key}${force ? " force" : ""} as ${fieldManager}`,
      );
      if (dryRun) {
        return api.refuseDryRunsWith === undefined
          ? Promise.resolve({ ...manifest, status: { madeUp: true } })
          : Promise.reject(api.refuseDryRunsWith);
      }
      return Promise.resolve(put(manifest));
    },
    remove(name, propagationPolicy, uid) {
      const key = keyOf(name);
      calls.push(`remove ${key} ${propagationPolicy} ${uid}`);
      const metadata = objectAt(objects.get(key), "metadata");
      if (metadata.uid !== uid) {
        return Promise.reject(new ApiError(409, { message: "uid" }, `DELETE ${key}`));
      }
      if (valueAt(metadata, "finalizers") !== undefined) {
        put({ ...objects.get(key), metadata: { ...metadata, deletionTimestamp: "now" } });
      } else {
        drop(key);
      }
      return Promise.resolve();
    },
    log(pod, query) {
      const key = `${pod.name} ${query.container ?? ""}${query.previous === "true" ? " previous" : ""}`;
      const log = logs.get(key);
      return log === undefined
        ? Promise.reject(new ApiError(400, { message: "no log" }, "GET"))
        : Promise.resolve(log);
    },
    watch(selection, resourceVersion, onEvent, signal) {
      return new Promise<WatchEnd>((resolve) => {
        function take(event: WatchEvent, kind: string): void {
          if (kind === selection.kind) {
            onEvent(event);
          }
        }
        for (const past of history.filter((each) => each.version > Number(resourceVersion))) {
          take(past.event, past.kind);
        }
        watches.add(take);
        signal.addEventListener("abort", () => {
          watches.delete(take);
          resolve({ kind: "closed" });
        });
      });
    },
  };
  return api;
}
