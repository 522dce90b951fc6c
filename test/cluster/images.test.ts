import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dockerfileBases, nodeImages, type BaseImage } from "./base-images.ts";
import { archiveName, findBases } from "./images.ts";

async function nameOf(recipe: number, ...contents: string[]): Promise<string> {
  const image: BaseImage = {
    tag: "docker.io/library/a_b:1.2",
    recipe,
    contents: () => Promise.resolve(contents),
    fill: () => Promise.resolve([]),
  };
  return await archiveName(image);
}

describe("the archive of a base image", () => {
  it("has a name that tells the image and is no path", async () => {
    expect(await nameOf(1)).toMatch(/^docker\.io-library-a-b-1\.2-[0-9a-f]{8}\.tar$/);
  });

  it("keeps its name until the recipe or anything inside changes", async () => {
    const inside = fc.array(fc.string(), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.nat(), inside, fc.nat(), async (recipe, contents, at) => {
        const changed = contents.with(at % contents.length, `${contents[at % contents.length]} 2`);
        const name = await nameOf(recipe, ...contents);
        expect(await nameOf(recipe, ...contents)).toBe(name);
        expect(await nameOf(recipe + 1, ...contents)).not.toBe(name);
        expect(await nameOf(recipe, ...changed)).not.toBe(name);
        expect(await nameOf(recipe, ...contents, "more")).not.toBe(name);
      }),
    );
  });

  it("follows the pins of what is inside the image and of nothing else", async () => {
    const contents = await Promise.all(
      [...nodeImages, ...dockerfileBases].map(async (image) => [image.tag, await image.contents()]),
    );
    expect(Object.fromEntries(contents)).toEqual({
      "registry.k8s.io/pause:3.10": [expect.stringMatching(/^pause-3\.10-[0-9a-f]{8}$/)],
      "registry.k8s.io/coredns/coredns:v1.13.1": [
        expect.stringMatching(/^coredns-1\.13\.1-[0-9a-f]{8}$/),
      ],
      "docker.io/library/busybox:1.35.0": [],
      "docker.io/library/node:24-slim": [
        expect.stringMatching(/^node-24\./),
        expect.stringMatching(/^npm-/),
        "bookworm",
        "ca-certificates",
        "libstdc++6",
      ],
      "docker.io/library/python:3.11-slim": [
        "bookworm",
        "ca-certificates",
        "python3",
        "python3-venv",
        "python3-pip",
      ],
    });
  });
});

describe("the bases of a Dockerfile", () => {
  it.each([
    ["FROM python:3.11-slim\nRUN true\n", ["docker.io/library/python:3.11-slim"]],
    ["FROM docker.io/library/busybox:1.35.0\n", ["docker.io/library/busybox:1.35.0"]],
    [
      "FROM node:24-slim AS build\nFROM python:3.11-slim\nCOPY --from=build /app /app\n",
      ["docker.io/library/node:24-slim", "docker.io/library/python:3.11-slim"],
    ],
    ["ARG BASE=node:24-slim\nFROM ${BASE}\n", ["docker.io/library/node:24-slim"]],
    ["FROM my-agent:1\n", []],
  ])("are those that it names: %j", (dockerfile, tags) => {
    expect(findBases(dockerfile).map(({ tag }) => tag)).toEqual(tags);
  });
});
