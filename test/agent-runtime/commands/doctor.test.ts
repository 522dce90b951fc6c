import { ADMIN_PORT, METRICS_PORT, SERVICE_PORT, SIDECAR_PORT } from "@berth/contract";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT_FOLDER } from "../../runner/layout.ts";
import { serveAgent } from "../doctor/examined.ts";
import { findFreePort } from "../free-port.ts";
import { runCommand } from "../process/runtime-process.ts";

/** Under load a process may take its time to start. */
const TIMEOUT_MS = 60_000;

describe("agent-runtime doctor", { timeout: TIMEOUT_MS }, () => {
  it("says what it finds, and ends with 0 when there is no problem", async () => {
    const limits = { maxConcurrentTasks: 4 };
    const { adminPort, metricsPort, port } = await serveAgent(() => undefined, limits);
    const { end } = runCommand([
      ...["doctor", `http://127.0.0.1:${port}`, "--grace-seconds", "120"],
      ...["--admin", `http://127.0.0.1:${adminPort}`],
      ...["--metrics", `http://127.0.0.1:${metricsPort}`],
    ]);
    const { code, stderr, stdout } = await end;
    expect([code, stderr]).toEqual([0, ""]);
    // Without a terminal there are no colours.
    expect(stdout).toMatch(/^Card\n {2}ok {7}The card is complete: Data Analysis 1\.4\.0, /);
    expect(stdout).toMatch(/\n0 problems, 1 skipped, \d+ ok\n$/);
  });

  it("ends with 1 and a remedy when there is a problem", async () => {
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const { code, stdout } = await runCommand(["doctor", url, "--admin", url]).end;
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^Card\n {2}problem {2}Nothing answers at .*\n {11}Do: Check the address/,
    );
    expect(stdout).toMatch(/\n2 problems, \d+ skipped\n$/);
  });

  it("writes JSON for programs", async () => {
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const { code, stdout } = await runCommand(["doctor", url, "--json"]).end;
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as { url: string; findings: Record<string, string>[] };
    expect(report.url).toBe(`${url}/`);
    expect(report.findings[0]).toEqual({
      check: "Card",
      level: "problem",
      what: expect.stringContaining("Nothing answers at ") as string,
      remedy: expect.stringContaining("Check the address") as string,
    });
    expect(report.findings.at(-1)).toMatchObject({ check: "Drain", level: "skipped" });
  });

  it.each([
    [["doctor", "localhost:8000"], /argument 'url'\. It must be an http or https URL\.\n$/],
    [
      ["doctor", "http://localhost:8000", "--grace-seconds", "2m"],
      /'--grace-seconds <seconds>' argument '2m' is invalid\. It must be a whole number of seconds from 1 to 2147483\.\n$/,
    ],
    [
      ["serve", "./executor.js", "--max-execution-seconds", "2147484"],
      /argument '2147484' is invalid\. It must be a whole number of seconds from 1 to 2147483\.\n$/,
    ],
    [
      ["serve", "./executor.js", "--task-retention-seconds", "0"],
      /argument '0' is invalid\. It must be a whole number of seconds from 1 to 2147483\.\n$/,
    ],
    [
      ["serve", "./executor.js", "--url", "foo"],
      /^error: option '--url <url>' argument 'foo' is invalid\. It must be an http or https URL\.\n$/,
    ],
  ])("says in one clear error what is wrong with %o", async (args, message) => {
    const { code, stderr, stdout } = await runCommand(args).end;
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
  });

  it("has the ports of a pod in its help and in the README", async () => {
    const { stdout } = await runCommand(["doctor", "--help"]).end;
    const ports = `${SERVICE_PORT}:${SIDECAR_PORT} ${METRICS_PORT} ${ADMIN_PORT}`;
    const forward = `kubectl port-forward deployment/research ${ports} &\n`;
    expect(stdout).toContain(forward);
    expect(readFileSync(join(ROOT_FOLDER, "agent-runtime", "README.md"), "utf8")).toContain(
      forward,
    );
  });

  it.each(["serve", "send", "doctor"])("has examples in the help of %s", async (command) => {
    const { code, stdout } = await runCommand([command, "--help"]).end;
    expect(code).toBe(0);
    expect(stdout).toContain(`\nExamples:\n`);
    expect(stdout).toContain(`agent-runtime ${command} `);
  });
});
