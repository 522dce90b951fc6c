/** True when two types are the same: also in what is optional, nested or missing. */
export type Same<A, B> =
  // The compiler compares two deferred conditions by identity; that needs a type parameter each.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Fails to compile unless its argument is true: `Expect<Same<A, B>>`. */
export type Expect<T extends true> = T;
