import { type Contender, runRounds } from "../rounds.ts";
import { type Column, type Part, toPart } from "./report.ts";

/** Measures each of the named in turn, in interleaved rounds. Each of their processes is a new one. */
export function measureAll<Name extends string, Value>(
  names: readonly Name[],
  measure: (name: Name) => Promise<Value>,
  columns: readonly Column<Value>[],
): (rounds: number) => Promise<Part> {
  const contenders: Contender<Value>[] = names.map((name) => ({
    name,
    measure: () => measure(name),
  }));
  return async (rounds) =>
    // What has to warm up does so in each process.
    toPart(await runRounds(contenders, { rounds, warmupRounds: 0 }), columns);
}
