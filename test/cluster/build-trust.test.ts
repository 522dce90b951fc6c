import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { dockerfileBases } from "./base-images.ts";
import { prepareBuildTrust } from "./build-trust.ts";
import { findBases } from "./images.ts";

const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

let cache: string;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), "berth-trust-"));
  vi.stubEnv("BERTH_CACHE", cache);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true });
});

describe("what the commands of a Dockerfile trust", () => {
  it("is what this machine trusts, where it builds on Python", async () => {
    expect(await prepareBuildTrust(findBases("FROM python:3.11-slim"))).toEqual({
      [CERTIFICATES]: CERTIFICATES,
    });
  });

  it("is told to npm by its settings, where it builds on Node", async () => {
    const settings = join(cache, "buildah", "npmrc");
    expect(await prepareBuildTrust(findBases("FROM node:24-slim"))).toEqual({
      [CERTIFICATES]: CERTIFICATES,
      "/usr/local/etc/npmrc": settings,
    });
    expect(await readFile(settings, "utf8")).toBe(`cafile=${CERTIFICATES}\n`);
  });

  it("is left alone, where it builds on an image that installs nothing", async () => {
    const busybox = dockerfileBases.filter(({ installer }) => installer === undefined);
    expect(busybox).toHaveLength(1);
    expect(await prepareBuildTrust(busybox)).toEqual({});
  });
});
