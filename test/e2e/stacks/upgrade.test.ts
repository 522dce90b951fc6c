// An environment of the packages before their last change is taken over by the present ones.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT_FOLDER } from "../../runner/layout.ts";
import { runCommand } from "../../tools/command.ts";
import { deleteNamespace, kubectl } from "../cluster-access.ts";
import { toPlannedSteps } from "../component/planned-steps.ts";
import { prepareAgentImages } from "./agent-images.ts";
import {
  cloneRepositoryStacks,
  copyRepositoryStacks,
  type RepositoryStacks,
} from "./repository-stacks.ts";

const STACK = "dev-upgrade";
const NAMESPACE = `agents-${STACK}`;

let before: RepositoryStacks;
let now: RepositoryStacks;

/** The identities of what must stay: another one is another object. */
async function readUids(): Promise<string> {
  return await kubectl(
    ...["get", "deployments,services,serviceaccounts,networkpolicies", `--namespace=${NAMESPACE}`],
    "--output=jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.uid}{'\\n'}{end}",
  );
}

/** The last commit that changed what is published. */
async function findLastChange(): Promise<string> {
  const { stdout } = await runCommand(
    ["git", "rev-list", "-1", "HEAD", "--", "contract/src", "sdk/src"],
    { cwd: ROOT_FOLDER },
  );
  return stdout.trim();
}

beforeAll(async () => {
  const images = await prepareAgentImages();
  before = await cloneRepositoryStacks(`${await findLastChange()}~1`);
  now = await copyRepositoryStacks();
  for (const stacks of [before, now]) {
    await stacks.must(STACK, "stack", "init");
    await stacks.edit(STACK, { "berth:images": images.agents });
  }
  await before.must(STACK, "up", "--yes", "--skip-preview");
  const state = join(now.folder, "state.json");
  await writeFile(state, await before.must(STACK, "stack", "export"));
  await now.must(STACK, "stack", "import", `--file=${state}`);
});

afterAll(async () => {
  await now.run(STACK, "destroy", "--yes", "--skip-preview");
  await deleteNamespace(NAMESPACE);
  await now.remove();
  await before.remove();
});

test("nothing of it is replaced, and nothing goes but cards that were changed", async () => {
  const steps = toPlannedSteps(await now.must(STACK, "preview", "--json"));
  const harmful = steps.filter(
    ({ name, operation }) =>
      !["create", "update"].includes(operation) && !/-card-[0-9a-f]+$/.test(name),
  );
  expect(harmful).toEqual([]);
});

test("its objects stay the same ones", async () => {
  const uids = await readUids();
  expect(uids).not.toBe("");
  await now.must(STACK, "up", "--yes", "--skip-preview");
  expect(await readUids()).toBe(uids);
  await now.must(STACK, "preview", "--expect-no-changes");
});
