import { describe, expect, it } from "vitest";
import { serveRaw } from "../peers/raw-servers.ts";
import { find, serveBroken } from "./broken-agent.ts";
import { findAll, serveAgent } from "./examined.ts";

describe("probes", () => {
  it("tell that an agent is not ready, which is no problem, or not alive, which is one", async () => {
    const adminUrl = await serveRaw((request, response) => {
      response.writeHead(503).end(request.url === "/readyz" ? '{"state":"draining"}' : "");
    });
    expect(await find("Probes", await serveBroken({}), { adminUrl })).toEqual([
      `problem: ${adminUrl}/livez answers 503: the kubelet restarts the agent.`,
      'warning: The agent is not ready for tasks: status 503 {"state":"draining"}.',
    ]);
  });

  it("are missed where they were said to be, and nowhere else", async () => {
    const url = await serveBroken({});
    expect((await find("Probes", url))[0]).toMatch(/^problem: There are no probes at /);
    expect((await find("Probes", url, { adminUrl: undefined }))[0]).toMatch(
      /^skipped: There are no probes at http:\/\/127\.0\.0\.1:9465\/.* Give their address with --admin\.$/,
    );
  });

  it("begin no drain", async () => {
    const paths: (string | undefined)[] = [];
    const adminUrl = await serveRaw((request, response) => {
      paths.push(request.url);
      response.end();
    });
    await findAll(await serveBroken({}), { adminUrl });
    expect(paths.sort()).toEqual(["/livez", "/readyz"]);
  });
});

describe("metrics", () => {
  const serveMetrics = (lines: string[]): Promise<string> =>
    serveRaw((_, response) => response.end(`${lines.join("\n")}\n`));

  const toBuckets = (state: string, counts: Record<string, number>): string[] =>
    Object.entries(counts).map(
      ([le, count]) =>
        `a2a_task_duration_seconds_bucket{le="${le}",state="${state}"} ${String(count)}`,
    );

  it("may be of another make, and tell that the pod is full", async () => {
    const metricsUrl = await serveMetrics(["a2a_saturation_ratio 1.5"]);
    expect(await find("Metrics", await serveBroken({}), { metricsUrl })).toEqual([
      expect.stringMatching(/^warning: Metrics are missing: a2a_active_tasks, a2a_queued_tasks, /),
      "warning: The pod is full: active and queued tasks are 1.5 of its capacity.",
    ]);
  });

  it("may lack a limit to the tasks: nobody can tell then whether the pod is full", async () => {
    const { metricsPort, port } = await serveAgent(() => undefined);
    const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
    const found = await findAll(`http://127.0.0.1:${port}`, { metricsUrl });
    expect(found["Metrics"]).toEqual([
      {
        level: "ok",
        what: expect.stringMatching(/^All \d+ metrics of Berth are there\.$/) as string,
      },
      {
        level: "skipped",
        what: "There is no limit to the tasks of a pod (no a2a_task_capacity): whether it is full cannot be told.",
        remedy: expect.stringContaining("A2A_MAX_CONCURRENT_TASKS") as string,
      },
    ]);
  });

  it.each([
    [
      120,
      "ok: The grace period of the pod (120 s) has room for 100 s: a drain waits for 100 s by default.",
      undefined,
    ],
    [
      30,
      "warning: The grace period of the pod (30 s) has room for 10 s, and a drain waits for 100 s by default: SIGKILL comes before its end.",
      "Set the grace period to 120 s, or A2A_MAX_TASK_SECONDS to 10. 'drain.maxTaskSeconds' sets both.",
    ],
    [
      10,
      "warning: The grace period of the pod (10 s) has room for 0 s, and a drain waits for 100 s by default: SIGKILL comes before its end.",
      "Set the grace period to 120 s. 'drain.maxTaskSeconds' sets both.",
    ],
  ])(
    "do not change what a grace period of %i s is good for",
    async (graceSeconds, finding, remedy) => {
      const url = await serveBroken({});
      const metricsUrls = [
        undefined,
        await serveMetrics(toBuckets("completed", { "60": 0, "+Inf": 0 })),
        await serveMetrics(toBuckets("completed", { "0": 1, "+Inf": 1 })),
      ];
      for (const metricsUrl of metricsUrls) {
        const [first, second] = (await findAll(url, { graceSeconds, metricsUrl }))["Drain"] ?? [];
        expect([`${String(first?.level)}: ${String(first?.what)}`, first?.remedy]).toEqual([
          finding,
          remedy,
        ]);
        expect(second?.level).toBe("skipped");
      }
    },
  );

  it.each<[string, Record<string, number>, number | undefined, string]>([
    [
      "has room for the tasks that there are",
      { "60": 98, "120": 100, "+Inf": 100 },
      180,
      "ok: Of 100 tasks that ended, 99 of 100 took at most 120 s: the grace period of the pod (180 s) has room for 160 s.",
    ],
    [
      "is what Berth gives unless it is said",
      { "60": 250, "120": 250, "+Inf": 250 },
      undefined,
      "ok: Of 250 tasks that ended, 99 of 100 took at most 60 s: the grace period of the pod (120 s, unless --grace-seconds says otherwise) has room for 100 s.",
    ],
    [
      "is shorter than the tasks",
      { "60": 98, "120": 100, "+Inf": 100 },
      30,
      "problem: Of 100 tasks that ended, one of 100 took more than 10 s, and the grace period of the pod (30 s) has no room for more: each rollout loses such tasks.",
    ],
    [
      "is shorter than tasks of hours",
      { "60": 98, "7200": 98, "+Inf": 100 },
      7300,
      "problem: Of 100 tasks that ended, one of 100 took more than 7280 s, and the grace period of the pod (7300 s) has no room for more: each rollout loses such tasks.",
    ],
    [
      "has room for the one task that there was, which says little",
      { "0.1": 1, "+Inf": 1 },
      30,
      "skipped: Of 1 task that ended, none took more than 0.1 s, and the grace period of the pod (30 s) has room for 10 s. Fewer than 100 are too few to tell of 99 in 100.",
    ],
    [
      "is shorter than some of a few tasks, which says little",
      { "60": 98, "300": 99, "+Inf": 99 },
      120,
      "warning: Of 99 tasks that ended, some took more than 100 s, and the grace period of the pod (120 s) has no room for more: each rollout loses such tasks. Fewer than 100 are too few to tell of 99 in 100.",
    ],
    [
      "is shorter than the time before a drain",
      { "60": 100, "+Inf": 100 },
      10,
      "problem: Of 100 tasks that ended, one of 100 took more than 0 s, and the grace period of the pod (10 s) has no room for more: each rollout loses such tasks.",
    ],
  ])("tell whether the grace period %s", async (_, counts, graceSeconds, finding) => {
    const metricsUrl = await serveMetrics(toBuckets("completed", counts));
    const found = await findAll(await serveBroken({}), { metricsUrl, graceSeconds });
    expect(found["Drain"]?.map(({ level, what }) => `${level}: ${what}`).at(-1)).toBe(finding);
  });

  it("are added up over the states of tasks", async () => {
    const metricsUrl = await serveMetrics([
      ...toBuckets("completed", { "60": 300, "300": 300, "+Inf": 300 }),
      ...toBuckets("failed", { "60": 0, "300": 2, "+Inf": 2 }),
    ]);
    const found = await findAll(await serveBroken({}), { metricsUrl });
    expect(found["Drain"]).toMatchObject([{ level: "ok" }]);
  });

  it("lead to a remedy when tasks get lost", async () => {
    const metricsUrl = await serveMetrics(
      toBuckets("completed", { "60": 98, "300": 100, "+Inf": 100 }),
    );
    const found = await findAll(await serveBroken({}), { metricsUrl });
    expect(found["Drain"]).toMatchObject([
      {
        level: "problem",
        remedy: "Set 'drain.maxTaskSeconds' to 300: the grace period becomes 320 s.",
      },
    ]);
  });
});
