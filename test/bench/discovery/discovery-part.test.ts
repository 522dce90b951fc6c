import { expect, it } from "vitest";
import { toDiscoveryPart } from "./discovery-part.ts";

it("has the medians and the worst of both, with the goal at those of the directory", () => {
  const part = toDiscoveryPart({
    ours: [
      { seen: 1, dropped: 0.3 },
      { seen: 4, dropped: 0.1 },
      { seen: 2, dropped: 0.2 },
    ],
    "plain watch": [
      { seen: 0.1, dropped: 0.02 },
      { seen: 0.3, dropped: 0.01 },
      { seen: 0.2, dropped: 0.03 },
    ],
  });
  expect(part.figures.map(({ name, unit, value }) => `${name}: ${value} ${unit}`)).toEqual([
    "seen ours (goal: at most 5): 2 s",
    "seen plain watch: 0.2 s",
    "dropped ours (goal: at most 5): 0.2 s",
    "dropped plain watch: 0.02 s",
    "seenWorst ours (goal: at most 5): 4 s",
    "seenWorst plain watch: 0.3 s",
    "droppedWorst ours (goal: at most 5): 0.3 s",
    "droppedWorst plain watch: 0.03 s",
  ]);
  expect(part.ratios).toEqual({});
});
