// What a new version does to the stacks of the ones before it.
import { beforeAll, describe, expect, test } from "vitest";
import { toBase64Fragments } from "../../engine/find-secrets.ts";
import { applyObjects } from "../cluster-access.ts";
import { createAgentsStack } from "./agents-stack.ts";
import { installCustomResources } from "./custom-resources.ts";
import { type PlannedStep, toWords } from "./planned-steps.ts";
import { SECRET_VALUE } from "./paired-agents.ts";
import { removeAfterAll } from "./remove-after-all.ts";
import { RECORDED_NAMESPACE } from "./recorded-agents.ts";
import { listRecords, readRecord, readRecordText, readVersion } from "./upgrade-record.ts";

const VERSIONS = await listRecords();

/** The engine asks the API server about what it would apply, into a namespace that is there. */
const NAMESPACE = { apiVersion: "v1", kind: "Namespace", metadata: { name: RECORDED_NAMESPACE } };

const later = removeAfterAll();

/** A changed object stays, a new one takes nothing away, and a card has a new name with every change. */
function isHarmless({ name, operation }: PlannedStep): boolean {
  return ["create", "update"].includes(operation) || /-card-[0-9a-f]+$/.test(name);
}

beforeAll(async () => {
  later(await installCustomResources());
});

test("this version has its record", async () => {
  expect(VERSIONS).toContain(await readVersion());
});

describe.each(VERSIONS)("a stack of version %s", (version) => {
  test("is kept without what only the machine has that wrote it, and without secrets", async () => {
    const text = await readRecordText(version);
    // Folders of a work tree, of a user, of installed packages, of the engine's own.
    expect(
      /\/(work|root|home)\/|node_modules|berth-engine-|"sourcePosition"/.exec(text),
    ).toBeNull();
    const { agents, stack: state } = await readRecord(version);
    expect(JSON.stringify(agents)).toContain(SECRET_VALUE);
    for (const part of [SECRET_VALUE, ...toBase64Fragments(SECRET_VALUE)]) {
      expect(JSON.stringify(state).includes(part)).toBe(false);
    }
  });

  test("is not replaced, renamed or reduced by this one", async () => {
    const { agents, stack: state } = await readRecord(version);
    const stack = await createAgentsStack();
    try {
      await applyObjects(NAMESPACE);
      await stack.importState(state);
      await stack.want(agents);
      const steps = await stack.plan();
      expect(toWords(steps.filter((step) => !isHarmless(step)))).toEqual([]);
    } finally {
      await stack.remove();
    }
  });
});
