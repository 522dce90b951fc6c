import grpc from "@grpc/grpc-js";
import { expect, test } from "vitest";
import { ApiError } from "../cluster/errors.ts";
import { parseInitFailure } from "../testing/init-failure.ts";
import { openProperties, sealProperties } from "../values/properties.ts";
import { createRedactor } from "../values/secrets.ts";
import { RpcError, toInitFailureError, toServiceError } from "./failures.ts";

test("an init failure carries id, state, inputs and reasons to the engine", () => {
  const error = toInitFailureError({
    id: "n/a",
    properties: sealProperties({ a: "1" }, [["a"]]),
    inputs: sealProperties({ b: "2" }, []),
    reasons: ["first", "second"],
  });
  expect(error.code).toBe(grpc.status.UNKNOWN);
  const failure = parseInitFailure(toServiceError(error, createRedactor()));
  expect(failure?.getId()).toBe("n/a");
  expect(failure?.getReasonsList()).toEqual(["first", "second"]);
  expect(openProperties(failure?.getProperties()).secretPaths).toEqual([["a"]]);
  expect(openProperties(failure?.getInputs()).value).toEqual({ b: "2" });
});

test("a code is kept, any other error is unknown to gRPC", () => {
  const redactor = createRedactor();
  const coded = new RpcError(grpc.status.ALREADY_EXISTS, "there");
  expect(toServiceError(coded, redactor)).toMatchObject({
    code: grpc.status.ALREADY_EXISTS,
    details: "there",
  });
  expect(toServiceError("thrown", redactor)).toMatchObject({
    code: grpc.status.UNKNOWN,
    details: "thrown",
  });
});

test("an API server that quotes a secret value is not quoted", () => {
  const redactor = createRedactor();
  redactor.learn(["hidden-value"]);
  const message = 'data: Invalid value: "hidden-value": too long';
  expect(toServiceError(new ApiError(422, { message }, "PATCH"), redactor).details).toBe(
    'PATCH: data: Invalid value: "[secret]": too long',
  );
});
