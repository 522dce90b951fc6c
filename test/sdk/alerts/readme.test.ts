import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ALERT_NAMES } from "../../../sdk/src/alerts/alert-names.ts";

const README = readFileSync(
  join(import.meta.dirname, "..", "..", "..", "sdk", "src", "alerts", "README.md"),
  "utf8",
);

describe("the runbook", () => {
  it("has one section for each alert, and none for what is no alert", () => {
    const sections = [...README.matchAll(/^### (.+)$/gm)].map(([, title]) => title);
    expect(sections.sort()).toEqual([...ALERT_NAMES].sort());
  });
});
