// The same rolling update without a sidecar: so it is the sidecar that saves the tasks.
import { beforeAll, describe, expect, test } from "vitest";
import { recordFigure } from "../../runner/figures.ts";
import { findLost } from "../agent/driven-load.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { FRAMEWORKS, toAgents, toBareAgent } from "./framework-agents.ts";
import { prepareFrameworkImages } from "./framework-images.ts";
import { type Roll, rollUnderLoad } from "./roll-under-load.ts";
import { startFrameworks } from "./running-frameworks.ts";

const later = removeAfterAll();
let rolls: Record<string, Roll>;

beforeAll(async () => {
  const images = await prepareFrameworkImages();
  const agents = toAgents((framework) => toBareAgent(framework, images));
  const running = await startFrameworks(agents, images.driver, later);
  const changed = toAgents((framework) => ({
    ...toBareAgent(framework, images),
    env: { EDITION: "second" },
  }));
  // More than an agent takes at a time: each of its pods is at work when it goes.
  const load = { image: images.driver, where: "origin", lanes: 2 } as const;
  rolls = await rollUnderLoad(running, changed, load, "agent");
});

describe.each(FRAMEWORKS)(
  "a rolling update of the agent on $name without a sidecar",
  ({ name }) => {
    test("loses tasks, and none that ended before it", () => {
      const { at, ends } = rolls[name] ?? { at: new Date(), ends: [] };
      const before = ends.filter(({ ended }) => new Date(ended) < at);
      expect(before.length).toBeGreaterThan(0);
      expect(findLost(before)).toEqual([]);
      const lost = findLost(ends);
      for (const kind of ["streaming", "detached"]) {
        const count = lost.filter((line) => line.includes(` ${kind} `)).length;
        recordFigure(`lost ${kind} tasks of ${name} without a sidecar`, count, "tasks");
      }
      expect(lost.length, JSON.stringify(ends)).toBeGreaterThan(0);
    });
  },
);
