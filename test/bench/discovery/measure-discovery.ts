import { setTimeout as delay } from "node:timers/promises";
import { type AgentArgs, type AgentManifest, renderManifests } from "@berth/berth";
import { LABELS } from "@berth/contract";
import { waitFor } from "../../cluster/wait-for.ts";
import { applyObjects, kubectl, waitForRollout } from "../../e2e/cluster-access.ts";
import { toSmallAgent } from "../../e2e/component/paired-agents.ts";
import { toDirectory } from "../../e2e/frameworks/directory-agents.ts";
import {
  type FollowedDirectory,
  followDirectory,
} from "../../e2e/frameworks/followed-directory.ts";
import { toUrl } from "../../e2e/frameworks/framework-agents.ts";
import {
  findTime,
  isDeleted,
  isReadyPod,
  isReadySlice,
  type PlainWatch,
  type WatchedEvent,
  watchPlainly,
} from "../../e2e/frameworks/plain-watch.ts";
import type { Samples } from "../rounds.ts";
import { OURS, type Part } from "../runtime/report.ts";
import { loadAgentImages } from "../scaling/agent-images.ts";
import type { Bench } from "../scaling/bench-cluster.ts";
import { type Delays, toDiscoveryPart, WATCH } from "./discovery-part.ts";

const HOME = "directory";
const ABROAD = "agents";

/** Pods start one after the other on a small machine. */
const POD_SECONDS = 120;

/** After this the answer is looked up: whoever asks the kubelet for it takes time from those who are measured. */
const QUIET_MS = 3000;

interface Watches {
  pods: PlainWatch;
  services: PlainWatch;
  slices: PlainWatch;
}

/**
 * Measures how soon a directory tells of agents that come and go. The objects are those of the component,
 * policies among them; the directory runs in another namespace and is asked all the time.
 */
export async function measureDiscovery(bench: Bench, rounds: number): Promise<Part> {
  const { layout, progress } = bench;
  const { driver, worker } = await loadAgentImages(layout, ["worker", "driver"], progress);
  const directory = await progress.step("deploy a directory", async () => {
    await applyObjects(...[HOME, ABROAD].map(toNamespace));
    await applyObjects(...render("directory", toDirectory(worker, [ABROAD]), HOME));
    await waitForRollout(HOME, "directory");
    return await followDirectory(HOME, driver, toUrl(HOME, "directory"));
  });
  const core = `/api/v1/namespaces/${ABROAD}`;
  const watches: Watches = {
    pods: await watchPlainly(layout, `${core}/pods`),
    services: await watchPlainly(layout, `${core}/services`),
    slices: await watchPlainly(
      layout,
      `/apis/discovery.k8s.io/v1/namespaces/${ABROAD}/endpointslices`,
    ),
  };
  const args = { ...toSmallAgent(worker, "Embedded"), replicas: 1 };
  const samples: Samples<Delays> = { [OURS]: [], [WATCH]: [] };
  try {
    // The first one does not count: images are unpacked, and names looked up.
    for (let round = 0; round <= rounds; round += 1) {
      const name = `agent-${round}`;
      const objects = render(name, args, ABROAD);
      const measured = await progress.step(`an agent comes and goes, round ${round}`, () =>
        comeAndGo(bench, directory, watches, name, objects),
      );
      if (round > 0) {
        samples[OURS]?.push(measured.ours);
        samples[WATCH]?.push(measured.watch);
      }
    }
  } finally {
    for (const { stop } of [watches.pods, watches.services, watches.slices]) {
      stop();
    }
  }
  return toDiscoveryPart(samples);
}

async function comeAndGo(
  { api }: Bench,
  directory: FollowedDirectory,
  { pods, services, slices }: Watches,
  name: string,
  objects: readonly AgentManifest[],
): Promise<Record<"ours" | "watch", Delays>> {
  const beginMs = Date.now();
  await applyObjects(...objects);
  const readyMs = await waitForTime(pods, `a Ready pod of '${name}'`, isReadyPod(name));
  const sliceMs = await waitForTime(slices, `a Ready slice of '${name}'`, isReadySlice(name));
  await delay(QUIET_MS);
  const seen = await directory.waitForAnswer(`'${name}' in an answer`, beginMs, ({ names }) =>
    names.includes(name),
  );
  const deleteMs = Date.now();
  await api.remove(`/api/v1/namespaces/${ABROAD}/services/${name}`);
  const goneMs = await waitForTime(services, `the end of '${name}'`, isDeleted(name));
  await delay(QUIET_MS);
  const dropped = await directory.waitForAnswer(`no more of '${name}'`, deleteMs, ({ names }) => {
    return !names.some((told) => told.startsWith(name));
  });
  await removeRest(pods, name);
  const toSeconds = (fromMs: number, toMs: number): number => (toMs - fromMs) / 1000;
  return {
    ours: { seen: toSeconds(readyMs, seen.atMs), dropped: toSeconds(deleteMs, dropped.atMs) },
    watch: { seen: toSeconds(readyMs, sliceMs), dropped: toSeconds(deleteMs, goneMs) },
  };
}

async function waitForTime(
  watch: PlainWatch,
  what: string,
  isMet: (event: WatchedEvent) => boolean,
): Promise<number> {
  return await waitFor(what, POD_SECONDS, () => Promise.resolve(findTime(watch, isMet)));
}

/** Removes what is left of an agent, and waits until its pod has gone. */
async function removeRest(pods: PlainWatch, name: string): Promise<void> {
  await kubectl("delete", "deployment", name, `--namespace=${ABROAD}`, "--wait=false");
  await waitForTime(pods, `the end of the pod of '${name}'`, ({ object, type }) => {
    return type === "DELETED" && object.metadata.labels?.[LABELS.name] === name;
  });
}

function toNamespace(name: string): object {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

function render(name: string, args: AgentArgs, namespace: string): AgentManifest[] {
  return renderManifests(name, args, { namespace });
}
