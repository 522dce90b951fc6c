import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ClusterLayout } from "../../cluster/layout.ts";

/** Something that happened to an object, and when this process was told of it. */
export interface WatchedEvent {
  type: string;
  object: WatchedObject;
  atMs: number;
}

/** An object, as far as it is looked at. */
export interface WatchedObject {
  metadata: { name: string; labels?: Record<string, string> };
  /** Those of an EndpointSlice. */
  endpoints?: { conditions: { ready?: boolean } }[] | null;
  /** That of a pod. */
  status?: { conditions?: { type: string; status: string }[] };
}

/** What a watch has told so far. */
export interface PlainWatch {
  readonly events: readonly WatchedEvent[];
  stop: () => void;
}

/**
 * Watches objects with nothing in between: no cache, no second connection. So nobody learns of them
 * earlier than it does.
 *
 * @param path of the objects, such as `/api/v1/namespaces/agents/services`.
 */
export async function watchPlainly(layout: ClusterLayout, path: string): Promise<PlainWatch> {
  const read = async (file: string): Promise<Buffer> => await readFile(join(layout.pki, file));
  const [ca, cert, key] = await Promise.all(["ca.crt", "admin.crt", "admin.key"].map(read));
  const events: WatchedEvent[] = [];
  return await new Promise((resolve, reject) => {
    const asked = request(
      new URL(`${path}?watch=true`, layout.apiServer),
      { ca, cert, key, agent: false },
      (response) => {
        createInterface({ input: response })
          .on("line", (line) => {
            const event = JSON.parse(line) as Omit<WatchedEvent, "atMs">;
            events.push({ ...event, atMs: Date.now() });
          })
          // Whoever waits for an event tells that none came.
          .on("error", () => undefined);
        resolve({
          events,
          stop: () => {
            asked.destroy();
          },
        });
      },
    );
    asked.on("error", reject).end();
  });
}

/** When the first event was told that a condition is met by. Undefined before. */
export function findTime(
  { events }: PlainWatch,
  isMet: (event: WatchedEvent) => boolean,
): number | undefined {
  return events.find(isMet)?.atMs;
}

/** An EndpointSlice of a Service with a pod that is ready. */
export function isReadySlice(service: string): (event: WatchedEvent) => boolean {
  return ({ object, type }) =>
    type !== "DELETED" &&
    object.metadata.labels?.["kubernetes.io/service-name"] === service &&
    (object.endpoints ?? []).some(({ conditions }) => conditions.ready === true);
}

/** A pod of an agent that is Ready. */
export function isReadyPod(agent: string): (event: WatchedEvent) => boolean {
  return ({ object }) =>
    object.metadata.labels?.["app.kubernetes.io/name"] === agent &&
    (object.status?.conditions ?? []).some(
      ({ status, type }) => type === "Ready" && status === "True",
    );
}

/** An object that was deleted. */
export function isDeleted(name: string): (event: WatchedEvent) => boolean {
  return ({ object, type }) => type === "DELETED" && object.metadata.name === name;
}
