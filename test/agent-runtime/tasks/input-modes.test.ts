import { Message } from "@a2a-js/sdk";
import { ContentTypeNotSupportedError } from "@a2a-js/sdk/errors";
import { toMountedCard } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { checkInputModes, toInputModes } from "../../../agent-runtime/src/tasks/input-modes.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";

function check(modes: string[], ...parts: object[]): () => void {
  const message = Message.fromJSON({ messageId: "m", role: "ROLE_USER", parts });
  return () => {
    checkInputModes(modes, message);
  };
}

describe("what an agent takes", () => {
  it("is what its card says for all skills, and what single skills say", () => {
    const skill = { id: "a", name: "a", description: "a", tags: ["a"] };
    const card = toMountedCard({
      ...smallestCard,
      defaultInputModes: ["text/plain"],
      skills: [
        { ...skill, inputModes: ["text/csv", "text/plain"] },
        { ...skill, id: "b", inputModes: ["image/*"] },
        { ...skill, id: "c" },
      ],
    });
    expect(toInputModes(card)).toEqual(["text/plain", "text/csv", "image/*"]);
  });

  it.each([
    ["a text without a media type, where text/plain is taken", ["text/plain"], { text: "a" }],
    ["data without one, where JSON is taken", ["application/json"], { data: 1 }],
    ["a file without one, since nobody knows what it is", ["text/plain"], { raw: "AQ==" }],
    ["a link without one", ["text/plain"], { url: "https://example.com/a" }],
    ["a type in another case", ["Text/CSV"], { raw: "AQ==", mediaType: "text/csv" }],
    ["a type with parameters", ["text/csv"], { text: "a", mediaType: "text/csv; charset=utf-8" }],
    ["any type of a wildcard's", ["image/*"], { raw: "AQ==", mediaType: "image/png" }],
    ["everything where everything is taken", ["*/*"], { raw: "AQ==", mediaType: "image/png" }],
  ])("includes %s", (_, modes, part) => {
    expect(check(modes, part)).not.toThrow();
  });

  it("is named with everything that it is not, all at once (A2A 1.0, section 3.3.2)", () => {
    const modes = ["text/plain", "image/*"];
    const call = check(
      modes,
      { text: "a" },
      { data: {} },
      { text: "a,b", mediaType: "text/csv" },
      { raw: "AQ==", mediaType: "imagery/png" },
    );
    expect(call).toThrow(
      new ContentTypeNotSupportedError(
        "'message.parts[1]' (application/json), 'message.parts[2]' (text/csv), 'message.parts[3]' (imagery/png) must have a media type that the agent takes: text/plain, image/*.",
      ),
    );
    expect(call).toThrow(ContentTypeNotSupportedError);
  });
});
