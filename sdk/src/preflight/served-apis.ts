import { MANAGED_BY } from "../labels.js";
import type { ServedApi } from "./cluster-facts.js";

/** Tells whether Berth made the APIService. */
export function isOurs({ managedBy }: ServedApi): boolean {
  return managedBy === MANAGED_BY;
}

/** APIs of one Service together: they come and go together. */
export function groupByService(apis: readonly ServedApi[]): ServedApi[][] {
  const groups = new Map<string, ServedApi[]>();
  for (const api of apis) {
    const key = `${api.service.namespace}/${api.service.name}`;
    groups.set(key, [...(groups.get(key) ?? []), api]);
  }
  return [...groups.values()];
}

/** The names of APIs, for a sentence. */
export function toNames(apis: readonly ServedApi[]): string {
  return apis.map(({ name }) => name).join(" and ");
}

/** The Service behind APIs, and who put it there, for the beginning of a sentence. */
export function toOwner([api]: readonly ServedApi[]): string {
  if (api === undefined) {
    return "Nobody";
  }
  const { fieldManager, managedBy, release, service } = api;
  const manager =
    release === undefined
      ? (managedBy ?? fieldManager)
      : `Helm, release ${release.namespace}/${release.name}`;
  const by = manager === undefined ? "" : ` (managed by ${manager})`;
  return `The Service ${service.namespace}/${service.name}${by}`;
}

/** Why APIs do not answer, in the words of the API server. */
export function toFailure(apis: readonly ServedApi[]): string {
  return apis.find(({ isAvailable }) => !isAvailable)?.message ?? "it does not say why";
}
