import { homedir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { cacheDirectory } from "./cache-directory.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the cache folder", () => {
  it("is BERTH_CACHE where that is set", () => {
    vi.stubEnv("BERTH_CACHE", "/somewhere");
    vi.stubEnv("XDG_CACHE_HOME", "/caches");
    expect(cacheDirectory("bin", "a")).toBe("/somewhere/bin/a");
  });

  it("is a folder of its own in XDG_CACHE_HOME where that is set", () => {
    vi.stubEnv("BERTH_CACHE", undefined);
    vi.stubEnv("XDG_CACHE_HOME", "/caches");
    expect(cacheDirectory("bin", "a")).toBe("/caches/berth/bin/a");
  });

  it("is in the home folder else", () => {
    vi.stubEnv("BERTH_CACHE", undefined);
    vi.stubEnv("XDG_CACHE_HOME", undefined);
    expect(cacheDirectory()).toBe(join(homedir(), ".cache", "berth"));
  });
});
