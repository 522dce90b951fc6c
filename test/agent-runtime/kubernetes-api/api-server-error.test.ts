import { expect, it } from "vitest";
import { toApiServerError } from "../../../agent-runtime/src/kubernetes-api/api-server-error.ts";

it("says what went wrong where no address of a host answers: such an error has a code and no words", () => {
  const cause = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
  const { signal } = new AbortController();
  expect(toApiServerError(new URL("http://localhost:8001/api"), cause, signal)).toMatchObject({
    message: "http://localhost:8001/api: ECONNREFUSED",
    isFromElsewhere: true,
  });
});
