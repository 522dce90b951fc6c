import type { Same } from "@berth/contract";
import { expectTypeOf, it } from "vitest";

// The pin between args and schema rests on Same: the compiler fails this file when it is blind.

interface Args {
  image: string;
  port?: number;
  drain?: { seconds: number };
}

it("is true for two spellings of one type", () => {
  expectTypeOf<
    Same<Args, { image: string; port?: number; drain?: { seconds: number } }>
  >().toEqualTypeOf<true>();
});

it("sees a missing optional property", () => {
  expectTypeOf<Same<Args, { image: string; drain?: { seconds: number } }>>().toEqualTypeOf<false>();
});

it("sees that a property became required", () => {
  expectTypeOf<
    Same<Args, { image: string; port: number; drain?: { seconds: number } }>
  >().toEqualTypeOf<false>();
});

it("sees a change in a nested type", () => {
  expectTypeOf<
    Same<Args, { image: string; port?: number; drain?: { seconds: string } }>
  >().toEqualTypeOf<false>();
});
