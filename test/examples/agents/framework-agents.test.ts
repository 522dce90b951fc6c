import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT_FOLDER } from "../../runner/layout.ts";
import { readExample } from "./running-agents.ts";

// The agents of other frameworks, as far as it can be told without Python and without an image: what a
// build takes in, and whom the image runs as.

/** The folder of each Python agent, and the packages it is there for. */
const pythonAgents = {
  "google-adk": ["google-adk==2.13.0", "a2a-sdk==1.3.0"],
  langgraph: ["langgraph==1.2.22", "a2a-sdk==1.3.0"],
  "pydantic-ai": ["pydantic-ai-slim==2.68.0", "fasta2a==2.1.1"],
  strands: ["strands-agents==1.62.0", "a2a-sdk==0.3.26"],
};

const PYTHON_FILES = ["Dockerfile", "README.md", "agent.py", "requirements.txt"];

/** The lines of a Dockerfile: instruction and what follows it. */
function readInstructions(agent: string): [string, string][] {
  const text = readExample(`${agent}/Dockerfile`).toString();
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [instruction = "", ...rest] = line.split(" ");
      return [instruction, rest.join(" ")];
    });
}

interface LockedPackage {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  integrity?: string;
}

/** What a lock file says of the packages, by their places; that of the folder itself is empty. */
function readLock(folder: string): Record<string, LockedPackage> {
  const text = readFileSync(join(ROOT_FOLDER, folder, "package-lock.json"), "utf8");
  return (JSON.parse(text) as { packages: Record<string, LockedPackage> }).packages;
}

function findArguments(agent: string, instruction: string): string[] {
  return readInstructions(agent).flatMap(([name, rest]) => (name === instruction ? [rest] : []));
}

describe.each(Object.entries(pythonAgents))("the agent %s", (agent, packages) => {
  const lines = readExample(`${agent}/requirements.txt`).toString().split("\n");
  const requirements = lines.filter((line) => line !== "" && !line.startsWith("#"));

  it("has nothing in its folder but what is built and read", () => {
    expect(readdirSync(join(ROOT_FOLDER, "examples", "agents", agent)).sort()).toEqual(
      PYTHON_FILES,
    );
  });

  it("pins every requirement to one version", () => {
    expect(
      requirements.filter((line) => !/^[a-z0-9][a-z0-9._-]*==\d[a-z0-9.]*$/.test(line)),
    ).toEqual([]);
    const names = requirements.map((line) => line.split("==")[0]);
    expect(names).toEqual([...new Set(names)]);
  });

  it("pins the framework to the version that was measured", () => {
    expect(requirements).toEqual(expect.arrayContaining(packages));
  });

  it("is built of its requirements alone, and fails where they are not complete", () => {
    expect(findArguments(agent, "FROM")).toEqual(["python:3.11-slim"]);
    expect(findArguments(agent, "RUN")).toEqual([
      "pip install --no-cache-dir --no-deps --requirement requirements.txt && pip check",
    ]);
    expect(findArguments(agent, "COPY")).toEqual(["requirements.txt ./", "agent.py ./"]);
  });
});

describe("the agent plain-typescript", () => {
  it("is built of its lock file alone", () => {
    expect(findArguments("plain-typescript", "FROM")).toEqual(["node:24-slim"]);
    expect(findArguments("plain-typescript", "RUN")).toEqual(["npm ci --omit=dev"]);
    expect(findArguments("plain-typescript", "COPY")).toEqual([
      "package.json package-lock.json ./",
      "*.ts ./",
    ]);
  });

  it("has the packages of this repository in its lock file, in the same versions", () => {
    const own = readLock("examples/agents/plain-typescript/");
    const shared = readLock("");
    const others = Object.entries(own).filter(
      ([path, { integrity }]) => path !== "" && shared[path]?.integrity !== integrity,
    );
    expect(others).toEqual([]);
    const said = JSON.parse(
      readExample("plain-typescript/package.json").toString(),
    ) as LockedPackage;
    expect(own[""]).toMatchObject({
      dependencies: said.dependencies,
      devDependencies: said.devDependencies,
    });
  });
});

describe.each([...Object.keys(pythonAgents), "plain-typescript"])("the image of %s", (agent) => {
  it("runs as a user that is a number and not root, from the last layer on", () => {
    expect(readInstructions(agent).slice(-3)).toEqual([
      ["USER", "10001"],
      ["EXPOSE", "8000"],
      ["CMD", expect.stringMatching(/^\["(python|node)", "(agent\.py|main\.ts)"\]$/)],
    ]);
  });

  it("has a README that names only files that exist", () => {
    const readme = readExample(`${agent}/README.md`).toString();
    const paths = readme.match(/(?<=[ =])examples\/[\w./-]+/g) ?? [];
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !existsSync(join(ROOT_FOLDER, path)))).toEqual([]);
  });
});
