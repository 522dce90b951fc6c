import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dockerfileBases, nodeImages, type BaseImage } from "./base-images.ts";
import { archiveName } from "./images.ts";

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

  it("has another name when the recipe or what is inside differs, and else the same", async () => {
    const image = fc.tuple(fc.nat(), fc.array(fc.string()));
    await fc.assert(
      fc.asyncProperty(image, image, async ([recipeA, insideA], [recipeB, insideB]) => {
        const same = JSON.stringify([recipeA, insideA]) === JSON.stringify([recipeB, insideB]);
        expect((await nameOf(recipeA, ...insideA)) === (await nameOf(recipeB, ...insideB))).toBe(
          same,
        );
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
