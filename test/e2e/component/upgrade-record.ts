import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT_FOLDER } from "../../runner/layout.ts";
import type { WantedAgents } from "./agents-stack.ts";
import type { ModeImages } from "./paired-agents.ts";

/** What a version of Berth left in the state of a stack, and the program that it was made by. */
export interface UpgradeRecord {
  agents: WantedAgents;
  /** What `pulumi stack export` printed. */
  stack: unknown;
}

const FOLDER = join(import.meta.dirname, "records");

/** The images of the records. No node has them: nothing is started of a record. */
const RECORDED_IMAGES: ModeImages = {
  Sidecar: "berth.test/card-server:recorded",
  Embedded: "berth.test/worker:recorded",
  None: "berth.test/card-server:recorded",
  runtime: "berth.test/agent-runtime:recorded",
};

/** The version of the components. */
export async function readVersion(): Promise<string> {
  const packageFile = await readFile(join(ROOT_FOLDER, "sdk", "package.json"), "utf8");
  return (JSON.parse(packageFile) as { version: string }).version;
}

/** The versions with a record. */
export async function listRecords(): Promise<string[]> {
  const names = await readdir(FOLDER);
  return names
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length));
}

const toFile = (version: string): string => join(FOLDER, `${version}.json`);

/** The record of a version, as it is written down. */
export async function readRecordText(version: string): Promise<string> {
  return await readFile(toFile(version), "utf8");
}

/** Reads the record of a version. */
export async function readRecord(version: string): Promise<UpgradeRecord> {
  return JSON.parse(await readRecordText(version)) as UpgradeRecord;
}

/** Where a program was on a machine is nothing of the stack. */
function withoutPlaces(name: string, value: unknown): unknown {
  return ["sourcePosition", "stackTrace"].includes(name) ? undefined : value;
}

/** Writes the record of a version down, with the names that images have in records. */
export async function writeRecord(
  version: string,
  record: UpgradeRecord,
  images: ModeImages,
): Promise<void> {
  const text = JSON.stringify(record, withoutPlaces, 2)
    .replaceAll(images.Sidecar, RECORDED_IMAGES.Sidecar)
    .replaceAll(images.Embedded, RECORDED_IMAGES.Embedded)
    .replaceAll(images.None, RECORDED_IMAGES.None)
    .replaceAll(images.runtime, RECORDED_IMAGES.runtime);
  await writeFile(toFile(version), `${text}\n`);
}
