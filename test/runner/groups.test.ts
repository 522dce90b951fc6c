import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findBenchGroups, findE2eGroups, hasCore } from "./groups.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-groups-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(...files: string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "");
  }
}

describe("findE2eGroups", () => {
  it("lists the folders that hold a test at any depth, and no others", () => {
    write("ground/pods/pod.test.ts", "drain/a.core.test.ts", "helpers/wait.ts", "readme.md");
    expect(findE2eGroups(folder)).toEqual(["drain", "ground"]);
  });

  it("lists nothing where there is no folder", () => {
    expect(findE2eGroups(join(folder, "missing"))).toEqual([]);
  });
});

describe("hasCore", () => {
  it("tells the groups with core files from those without", () => {
    write("ground/pod.test.ts", "drain/a.core.test.ts");
    expect([hasCore("ground", folder), hasCore("drain", folder)]).toEqual([false, true]);
  });
});

describe("findBenchGroups", () => {
  it("lists the names of the bench files", () => {
    write("proxy.bench.ts", "card.bench.ts", "rounds.ts", "rounds.test.ts");
    expect(findBenchGroups(folder)).toEqual(["card", "proxy"]);
  });
});
