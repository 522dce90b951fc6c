import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { omitEmpty } from "../../../sdk/src/manifests/omit-empty.ts";

it("leaves out what is undefined or empty", () => {
  expect(omitEmpty({ text: undefined, list: [], object: {} })).toStrictEqual({});
});

it("keeps values that only look empty", () => {
  const members = { none: "", zero: 0, no: false, nothing: null, list: [undefined] };
  expect(omitEmpty(members)).toStrictEqual(members);
});

it("keeps what is known only later, whatever it becomes", () => {
  const members = { output: pulumi.output([]), promise: Promise.resolve([]) };
  expect(Object.keys(omitEmpty(members))).toEqual(["output", "promise"]);
});
