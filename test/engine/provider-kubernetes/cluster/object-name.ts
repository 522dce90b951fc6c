import { type JsonObject, stringAt } from "../values/json.ts";

/** What an API path needs: the kind in its version, and where the object is. No namespace for cluster-wide kinds. */
export interface ObjectName {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
}

/** The name of a manifest or a live object. */
export function nameOf(object: JsonObject): ObjectName {
  const namespace = stringAt(object, "metadata", "namespace");
  return {
    apiVersion: stringAt(object, "apiVersion"),
    kind: stringAt(object, "kind"),
    name: stringAt(object, "metadata", "name"),
    ...(namespace === "" ? {} : { namespace }),
  };
}

/** The engine's id of an object: `<namespace>/<name>`, or `<name>` for cluster-wide kinds. */
export function toId(name: { name: string; namespace?: string }): string {
  return name.namespace === undefined ? name.name : `${name.namespace}/${name.name}`;
}

/** The way back from the id to name and namespace. */
export function parseId(id: string): { name: string; namespace?: string } {
  const slash = id.indexOf("/");
  return slash < 0 ? { name: id } : { namespace: id.slice(0, slash), name: id.slice(slash + 1) };
}

/** `kubernetes:core/v1:ConfigMap` -> v1, ConfigMap: an import gives the type token and no inputs. */
export function parseTypeToken(token: string): { apiVersion: string; kind: string } {
  const [, version = "", kind = ""] = token.split(":");
  return { apiVersion: version.replace(/^core\//, ""), kind };
}
