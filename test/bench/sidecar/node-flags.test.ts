import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { readImageNodeFlags } from "./fronts.ts";
import { parseNodeFlags } from "./node-flags.ts";

describe("parseNodeFlags", () => {
  it("tells what stands between Node and the program", () => {
    const dockerfile = [
      "FROM node:24-slim",
      'ENTRYPOINT ["node", "--a=1", "--b", "/node_modules/@berth/agent-runtime/bin/agent-runtime.js"]',
      'CMD ["serve"]',
    ].join("\n");
    expect(parseNodeFlags(dockerfile)).toEqual(["--a=1", "--b"]);
  });

  it.each([
    ["no ENTRYPOINT", 'CMD ["node", "/bin/agent-runtime.js"]'],
    ["another program", 'ENTRYPOINT ["python", "/bin/agent-runtime.js"]'],
    ["Node with another script", 'ENTRYPOINT ["node", "/agent/server.js"]'],
  ])("refuses %s", (_, dockerfile) => {
    expect(() => parseNodeFlags(dockerfile)).toThrow("must be 'node', its flags and");
  });

  it("takes the flags of the image, with which Node starts", () => {
    const output = execFileSync(process.execPath, [
      ...readImageNodeFlags(),
      "--print",
      "'started'",
    ]);
    expect(output.toString()).toBe("started\n");
  });
});
