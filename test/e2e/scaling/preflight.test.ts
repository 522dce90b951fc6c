import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kubectlPath } from "../../cluster/kubectl.ts";
import { ROOT_FOLDER } from "../../runner/layout.ts";
import { CommandError, type CommandResult, runCommand } from "../../tools/command.ts";
import { applyObjects, createNamespace, deleteNamespace, kubectl } from "../cluster-access.ts";

/** No scaler asks for this version: what is on the cluster does not rest on it. */
const API = { group: "custom.metrics.k8s.io", version: "v1alpha7" };
const API_NAME = `${API.version}.${API.group}`;

interface Report {
  sections: {
    title: string;
    findings: { level: string; what: string; remedies: { commands?: string[] }[] }[];
  }[];
}

let namespace: string;
let folder: string;
let path: string;

beforeAll(async () => {
  namespace = await createNamespace("preflight");
  folder = await mkdtemp(join(tmpdir(), "berth-preflight-"));
  path = `${dirname(await kubectlPath())}:${process.env["PATH"] ?? ""}`;
});

afterAll(async () => {
  await kubectl("delete", "apiservice", API_NAME, "--ignore-not-found");
  await deleteNamespace(namespace);
  await rm(folder, { recursive: true });
});

/** Runs the command as npx would. */
async function preflight(...args: string[]): Promise<CommandResult & { exitCode: number }> {
  const command = [process.execPath, join(ROOT_FOLDER, "sdk", "bin", "berth.js"), "preflight"];
  try {
    const output = await runCommand([...command, ...args] as [string, ...string[]], {
      environment: { PATH: path },
    });
    return { ...output, exitCode: 0 };
  } catch (error) {
    if (error instanceof CommandError && error.exitCode !== undefined) {
      const { exitCode, stderr, stdout } = error;
      return { exitCode, stderr, stdout };
    }
    throw error;
  }
}

async function examine(...args: string[]): Promise<Report> {
  return JSON.parse((await preflight("--json", ...args)).stdout) as Report;
}

function findIn(report: Report, title: string): Report["sections"][number]["findings"] {
  return report.sections.find((section) => section.title === title)?.findings ?? [];
}

/** What is found about the API of this file, and of no other one that is on the cluster. */
function findForeign(report: Report): Report["sections"][number]["findings"] {
  return findIn(report, "Custom metrics").filter(({ what }) => what.includes(API_NAME));
}

describe("berth preflight", () => {
  test("tells which Kubernetes it is, and finds no API of others before there is one", async () => {
    const { serverVersion } = JSON.parse(await kubectl("version", "--output=json")) as {
      serverVersion: { gitVersion: string };
    };
    const report = await examine();
    expect(findIn(report, "Kubernetes")[0]?.what).toContain(serverVersion.gitVersion);
    expect(findForeign(report)).toEqual([]);
  });

  test("names who has the API, ends with 1, and its command takes that out", async () => {
    await applyObjects({
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: API_NAME, labels: { "app.kubernetes.io/managed-by": "somebody" } },
      spec: {
        ...API,
        groupPriorityMinimum: 1,
        versionPriority: 1,
        insecureSkipTLSVerify: true,
        service: { name: "nowhere", namespace },
      },
    });
    await kubectl(
      ...["wait", `apiservice/${API_NAME}`, "--for=condition=Available=False", "--timeout=60s"],
    );

    const { exitCode, stderr, stdout } = await preflight();
    expect(stderr).toBe("");
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      `  problem  The Service ${namespace}/nowhere (managed by somebody) serves ${API_NAME}, and does not ` +
        `answer: service/nowhere in "${namespace}" is not present.`,
    );

    const [finding] = findForeign(await examine());
    const commands = finding?.remedies.flatMap((remedy) => remedy.commands ?? []) ?? [];
    const removal = commands.find((command) => command.includes(" delete "));
    expect(removal).toBe(`kubectl delete apiservice ${API_NAME}`);
    await runCommand(["sh", "-c", removal ?? "false"], { environment: { PATH: path } });
    expect(findForeign(await examine())).toEqual([]);
  });

  test("says what it cannot tell with the rights of a service account", async () => {
    const kubeconfig = join(folder, "kubeconfig");
    const token = await kubectl("create", "token", "default", `--namespace=${namespace}`);
    await writeFile(kubeconfig, await kubectl("config", "view", "--minify", "--flatten"));
    const local = async (...args: string[]): Promise<void> => {
      const command = [
        await kubectlPath(),
        `--kubeconfig=${kubeconfig}`,
        "config",
        ...args,
      ] as const;
      await runCommand(command);
    };
    await local("set-credentials", "account", `--token=${token.trim()}`);
    const [context] = /(?<=current-context: ).+/.exec(await readFile(kubeconfig, "utf8")) ?? [""];
    await local("set-context", context, "--user=account");

    const report = await examine("--kubeconfig", kubeconfig);
    expect(findIn(report, "Kubernetes")[0]?.level).toBe("ok");
    const [finding] = findIn(report, "Custom metrics");
    expect(finding?.level).toBe("skipped");
    expect(finding?.remedies[0]?.commands).toEqual([
      `kubectl --kubeconfig=${kubeconfig} get apiservices`,
    ]);
  });

  test("tells what kubectl says where there is no such cluster", async () => {
    expect(await preflight("--context", "nowhere")).toEqual({
      exitCode: 1,
      stdout: "",
      stderr:
        'The cluster does not answer. kubectl says:\nerror: context "nowhere" does not exist\n',
    });
  });
});
