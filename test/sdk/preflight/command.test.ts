import { describe, expect, it } from "vitest";
import { runBerthCommand } from "../../../sdk/src/command/berth-command.ts";
import type { ClusterChoice, Kubectl } from "../../../sdk/src/preflight/read-cluster.ts";

const V1 = "v1beta1.custom.metrics.k8s.io";

/** What a cluster answers to kubectl, by what it is asked for. */
type Answers = Record<string, unknown>;

const bare: Answers = {
  version: { serverVersion: { minor: "33", gitVersion: "v1.33.2" } },
  "get apiservices.apiregistration.k8s.io": { items: [] },
  "get --raw /apis": { groups: [] },
};

const theirs: Answers = {
  ...bare,
  "get apiservices.apiregistration.k8s.io": {
    items: [
      {
        metadata: { name: V1 },
        spec: {
          group: "custom.metrics.k8s.io",
          service: { name: "adapter", namespace: "monitoring" },
        },
        status: { conditions: [{ type: "Available", status: "True" }] },
      },
    ],
  },
};

interface Run {
  exitCode: number;
  stdout: string;
  stderr: string;
  asked: string[];
  choice: ClusterChoice | undefined;
}

/** Runs the command against answers. What there is none for fails, as without a right to ask. */
async function run(
  args: string[],
  answers: Answers = bare,
  { hasColours = false }: { hasColours?: boolean } = {},
): Promise<Run> {
  const said = { stdout: "", stderr: "" };
  const asked: string[] = [];
  let choice: ClusterChoice | undefined;
  const kubectl: Kubectl = (...words) => {
    const line = words.join(" ");
    asked.push(line);
    const key = Object.keys(answers).find(
      (known) => line === known || line.startsWith(`${known} --`),
    );
    return key === undefined
      ? Promise.reject(Object.assign(new Error("exit code 1"), { stderr: "Forbidden\n" }))
      : Promise.resolve(JSON.stringify(answers[key]));
  };
  const exitCode = await runBerthCommand(args, {
    print: (text) => (said.stdout += text),
    printError: (text) => (said.stderr += text),
    hasColours,
    createKubectl: (given) => {
      choice = given;
      return kubectl;
    },
  });
  return { exitCode, ...said, asked, choice };
}

describe("berth preflight", () => {
  it("ends with 0 and tells what to give where nothing is in the way", async () => {
    const { exitCode, stderr, stdout } = await run(["preflight"]);
    expect(stderr).toBe("");
    expect(stdout).toContain(
      [
        "Custom metrics",
        "  ok       Nobody serves custom.metrics.k8s.io: an AgentPlatform has its PrometheusAdapter serve it.",
        "",
      ].join("\n"),
    );
    expect(stdout).toMatch(/\n0 problems, 4 notes, 2 ok\n$/);
    expect(exitCode).toBe(0);
  });

  it("ends with 1 where something is, and gives commands for the cluster that was chosen", async () => {
    const args = ["preflight", "--context", "my cluster", "--kubeconfig", "config.yaml"];
    const { choice, exitCode, stdout } = await run(args, theirs);
    expect(choice).toEqual({ context: "my cluster", kubeconfig: "config.yaml" });
    expect(stdout).toContain(
      [
        "           Or: Take it out, with what scales on its metrics: see for which HorizontalPodAutoscalers " +
          "that is. Where a program makes it, take it out there.",
        "             $ kubectl --kubeconfig=config.yaml '--context=my cluster' get horizontalpodautoscalers " +
          "--all-namespaces",
        `             $ kubectl --kubeconfig=config.yaml '--context=my cluster' delete apiservice ${V1}`,
      ].join("\n"),
    );
    expect(stdout).toMatch(/\n1 problem, 4 notes, 1 ok\n$/);
    expect(exitCode).toBe(1);
  });

  it("asks for the kinds of groups that are there, and for metrics in the newest version first", async () => {
    const { asked, stdout } = await run(["preflight"], {
      ...bare,
      "get --raw /apis": {
        groups: [{ versions: [{ groupVersion: "gateway.networking.k8s.io/v1" }] }],
      },
      "get --raw /apis/gateway.networking.k8s.io/v1": { resources: [{ name: "httproutes" }] },
    });
    expect(stdout).toContain("The Gateway API is installed.");
    expect(asked.filter((line) => line.startsWith("get --raw"))).toEqual([
      "get --raw /apis/custom.metrics.k8s.io/v1beta2",
      "get --raw /apis",
      "get --raw /apis/custom.metrics.k8s.io/v1beta1",
      "get --raw /apis/gateway.networking.k8s.io/v1",
    ]);
  });

  it("reads the metrics of the older version where the newer one is not there", async () => {
    const { exitCode, stdout } = await run(["preflight"], {
      ...theirs,
      "get --raw /apis/custom.metrics.k8s.io/v1beta1": {
        resources: [{ name: "pods/a2a_active_tasks" }],
      },
    });
    expect(stdout).toContain("ScalingBackend.ExistingApi");
    expect(exitCode).toBe(0);
  });

  it("passes over what may not be read, and says so", async () => {
    const { exitCode, stdout } = await run(["preflight"], { version: bare["version"] });
    expect(stdout).toMatch(/\n0 problems, 2 skipped, 3 notes, 1 ok\n$/);
    expect(exitCode).toBe(0);
  });

  it("prints the findings as JSON where that is asked for", async () => {
    const { exitCode, stdout } = await run(["preflight", "--json"], theirs);
    const report = JSON.parse(stdout) as { sections: { title: string; findings: object[] }[] };
    expect(report).toMatchObject({ kubernetes: "v1.33.2" });
    expect(report.sections[1]).toMatchObject({
      title: "Custom metrics",
      findings: [{ level: "problem" }],
    });
    expect(exitCode).toBe(1);
  });

  it("has colours on a terminal alone", async () => {
    const escape = "\u001b[";
    expect((await run(["preflight"], bare, { hasColours: true })).stdout).toContain(escape);
    expect((await run(["preflight"])).stdout).not.toContain(escape);
  });

  it("ends with 1 and the words of kubectl where the cluster does not answer", async () => {
    expect(await run(["preflight"], {})).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: "The cluster does not answer. kubectl says:\nForbidden\n",
      asked: ["version --output=json"],
    });
  });

  it("tells how it is used, without a look at a cluster", async () => {
    for (const option of ["--help", "-h"]) {
      const { asked, exitCode, stdout } = await run(["preflight", option]);
      expect(stdout).toContain("$ npx @berth/berth preflight\n");
      expect(exitCode).toBe(0);
      expect(asked).toEqual([]);
    }
  });

  it.each([
    ["now", "Unexpected argument 'now'."],
    ["--colour", "Unknown option '--colour'"],
  ])("refuses %s", async (arg, message) => {
    const { asked, exitCode, stderr } = await run(["preflight", arg]);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/See 'berth preflight --help'\.\n$/);
    expect(exitCode).toBe(1);
    expect(asked).toEqual([]);
  });
});
