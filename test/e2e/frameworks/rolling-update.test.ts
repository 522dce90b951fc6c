// What becomes of tasks of any framework while every pod of its agent is replaced, behind a sidecar.
import { beforeAll, describe, expect, test } from "vitest";
import { recordFigure } from "../../runner/figures.ts";
import { findLost } from "../agent/driven-load.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { FRAMEWORKS, REPLICAS, toAgents, toSidecarAgent } from "./framework-agents.ts";
import { prepareFrameworkImages } from "./framework-images.ts";
import { type Roll, rollUnderLoad } from "./roll-under-load.ts";
import { startFrameworks } from "./running-frameworks.ts";

const later = removeAfterAll();
let rolls: Record<string, Roll>;

beforeAll(async () => {
  const images = await prepareFrameworkImages();
  const agents = toAgents((framework) => toSidecarAgent(framework, images));
  const running = await startFrameworks(agents, images.driver, later);
  const changed = toAgents((framework) => ({
    ...toSidecarAgent(framework, images),
    env: { EDITION: "second" },
  }));
  const load = { image: images.driver, where: "card" } as const;
  rolls = await rollUnderLoad(running, changed, load, "runtime");
});

describe.each(FRAMEWORKS)("a rolling update of the agent on $name", ({ name }) => {
  const roll = (): Roll => {
    const found = rolls[name];
    if (found === undefined) {
      throw new Error(`There is no rolling update of '${name}'.`);
    }
    return found;
  };

  test("loses no streaming task and no detached one", () => {
    const { ends } = roll();
    recordFigure(`tasks of ${name} in a rolling update`, ends.length, "tasks");
    expect(findLost(ends)).toEqual([]);
    expect(new Set(ends.map(({ kind }) => kind))).toEqual(new Set(["streaming", "detached"]));
  });

  test("takes pods away that work on tasks at that moment", () => {
    const draining = roll().logs.flatMap(findDraining);
    const tasks = draining.reduce((sum, { activeTasks }) => sum + activeTasks, 0);
    recordFigure(`tasks of drained pods of ${name}`, tasks, "tasks");
    expect(draining).toHaveLength(REPLICAS);
    expect(tasks).toBeGreaterThan(0);
  });
});

interface Line {
  state?: string;
  activeTasks: number;
}

/** What a runtime says when it takes no new tasks any more. */
function findDraining(log: string): Line[] {
  return log
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Line)
    .filter(({ state }) => state === "draining");
}
