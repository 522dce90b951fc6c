import { describe, expect, it } from "vitest";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { findFreePort } from "../free-port.ts";
import { createProbe, findAll, serveAgent } from "./examined.ts";

interface Scene {
  /** What the card of the agent that is asked about has otherwise. */
  own?: Partial<typeof smallestCard>;
  /** The same for the agent that has the usual ports of the machine. */
  usual?: Partial<typeof smallestCard>;
  /** Where the agent is looked for. Defaults to where it is. */
  url?: string;
  /** Which of its addresses is given. */
  given?: "adminUrl" | "metricsUrl";
}

/**
 * What is found of the probes, metrics and drain of an agent on a machine whose usual ports are those of an
 * agent of ours.
 */
async function findBeside({ given, own, usual, url }: Scene): Promise<string[][]> {
  const serveWith = (change = {}): ReturnType<typeof serveAgent> =>
    serveAgent(() => undefined, { maxConcurrentTasks: 4, card: { ...smallestCard, ...change } });
  const first = await serveWith(usual);
  const asked = await serveWith(own);
  const addresses = {
    adminUrl: `http://127.0.0.1:${asked.adminPort}`,
    metricsUrl: `http://127.0.0.1:${asked.metricsPort}/metrics`,
  };
  const found = await findAll(
    url ?? `http://127.0.0.1:${asked.port}`,
    {
      adminUrl: given === "adminUrl" ? addresses.adminUrl : undefined,
      metricsUrl: given === "metricsUrl" ? addresses.metricsUrl : undefined,
    },
    createProbe(first.metricsPort, first.adminPort),
  );
  return ["Probes", "Metrics", "Drain"].map((title) =>
    (found[title] ?? []).map(({ level, what }) => `${level}: ${what}`),
  );
}

const ALIVE = ["ok: The agent is alive.", "ok: The agent is ready for tasks."];
const MEASURED = [expect.stringMatching(/^ok: All \d+ metrics of Berth are there\.$/)];
const NO_TASKS = ["skipped: No task has ended yet: how long they take is not known."];
const UNMEASURED = [
  "skipped: How long tasks take is told by the metrics. Give their address with --metrics.",
];
const OF_OTHER = ["skipped: Port 9464 is that of another agent (Data Analysis 1.4.0)."];

describe("the ports that an agent has by default", () => {
  it.each(["Data Analysis", 'The "C:\\new"\nagent', "a,version=}"])(
    "are of the agent whose name and version the metrics tell: %o",
    async (name) => {
      const found = await findBeside({ own: { name }, usual: { name } });
      expect(found).toEqual([ALIVE, MEASURED, NO_TASKS]);
    },
  );

  it.each([{ name: "Other" }, { version: "2.0.0" }])(
    "are not looked at when the metrics are not those of an agent with %o",
    async (own) => {
      expect(await findBeside({ own })).toEqual([OF_OTHER, OF_OTHER, UNMEASURED]);
    },
  );

  it("are not looked at when there is no card to tell whose they are", async () => {
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const doubt = [
      "skipped: Whether the ports 9464 and 9465 are of this agent is not known without its card.",
    ];
    expect(await findBeside({ url })).toEqual([doubt, doubt, UNMEASURED]);
  });

  it("are not looked at in place of the probes when only the metrics are given", async () => {
    const found = await findBeside({ own: { name: "Other" }, given: "metricsUrl" });
    expect(found).toEqual([OF_OTHER, MEASURED, NO_TASKS]);
  });

  it("are not looked at in place of the metrics when only the probes are given", async () => {
    const found = await findBeside({ own: { name: "Other" }, given: "adminUrl" });
    expect(found).toEqual([ALIVE, OF_OTHER, UNMEASURED]);
  });
});
