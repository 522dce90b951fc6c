import { parseSettings } from "@berth/contract";
import { expect, test } from "vitest";
import { z } from "zod";
import { siblingsHostSchema } from "../../../agent-runtime/src/siblings/siblings-host.ts";

const schema = z.object({ A2A_SIBLINGS_HOST: siblingsHostSchema });
const parse = (text: string) =>
  parseSettings(schema, { A2A_SIBLINGS_HOST: text }).A2A_SIBLINGS_HOST;

test.each([
  ["research-siblings", { host: "research-siblings", port: undefined }],
  ["research.agents.svc:80", { host: "research.agents.svc", port: 80 }],
  ["10.0.0.1:8000", { host: "10.0.0.1", port: 8000 }],
  ["[fd00::1]:8000", { host: "fd00::1", port: 8000 }],
])("the host of the siblings may be '%s'", (text, expected) => {
  expect(parse(text)).toEqual(expected);
});

test.each(["http://research", "a b", "research/path", "user@research", "research:99999", "a:"])(
  "the host of the siblings cannot be '%s'",
  (text) => {
    expect(() => parse(text)).toThrow(
      `'A2A_SIBLINGS_HOST' (${text}) must be a host name, with or without a port.`,
    );
  },
);
