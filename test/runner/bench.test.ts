import { describe, expect, it } from "vitest";
import { toMarkdown, type BenchReport } from "./bench.ts";

const report: BenchReport = {
  group: "proxy",
  machine: { cpu: "CPU", cores: 2, memoryBytes: 2 ** 33, os: "OS 1", kernel: "Linux 6" },
  versions: { node: "v24" },
  rounds: 5,
  figures: [{ name: "a|b", value: 12.34567, unit: "ms" }],
  ratios: { peer: 0.5 },
};

describe("toMarkdown", () => {
  it("tells the machine, the versions, the figures and the ratios", () => {
    expect(toMarkdown(report)).toMatchInlineSnapshot(`
      "# Bench: proxy

      CPU, 2 cores, 8.0 GiB, OS 1, Linux 6. Medians of 5 interleaved rounds.

      node v24

      | figure | value | unit |
      | --- | ---: | --- |
      | a\\|b | 12.35 | ms |

      | ours divided by | ratio |
      | --- | ---: |
      | peer | 0.5 |
      "
    `);
  });
});
