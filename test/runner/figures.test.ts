import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FIGURES_FILE_VARIABLE, readFigures, recordFigure } from "./figures.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-figures-"));
  file = join(folder, "figures.jsonl");
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe("recordFigure", () => {
  it("appends to the file that the environment names, in the order of the calls", () => {
    vi.stubEnv(FIGURES_FILE_VARIABLE, file);
    recordFigure("cold up", 312.5, "s");
    recordFigure("image", "a\n|b", "");
    expect(readFigures(file)).toEqual([
      { name: "cold up", value: 312.5, unit: "s" },
      { name: "image", value: "a\n|b", unit: "" },
    ]);
  });

  it("does nothing when no group is running", () => {
    vi.stubEnv(FIGURES_FILE_VARIABLE, undefined);
    recordFigure("cold up", 312.5, "s");
    expect(readFigures(file)).toEqual([]);
  });
});
