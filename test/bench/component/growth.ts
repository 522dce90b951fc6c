import { type Samples, toMedian } from "../rounds.ts";
import { type Goal, OURS, type Part } from "../runtime/report.ts";
import type { Preview } from "./previews.ts";

const GOAL: Goal = "at most 1.2";

const MEASURES = {
  Wall: ({ wallSeconds }: Preview) => wallSeconds,
  Cpu: ({ cpuSeconds }: Preview) => cpuSeconds,
};

/**
 * What an agent takes among very many, divided by what it takes among many: the last two of the
 * numbers of agents. The start of the processes, which all agents share, is in both.
 *
 * A ratio without it is told beside: that of one more agent, which starts from the first number.
 */
export function toGrowth(measured: readonly [agents: number, Samples<Preview>][]): Part {
  const part: Part = { figures: [], ratios: {} };
  const [first, many, most] = [measured.at(0), measured.at(-2), measured.at(-1)];
  if (first === undefined || many === undefined || most === undefined || measured.length < 3) {
    return part;
  }
  for (const [measure, read] of Object.entries(MEASURES)) {
    const seconds = ([, samples]: (typeof measured)[number]): number =>
      toMedian((samples[OURS] ?? []).map(read));
    const perAgent = (one: typeof first): number => seconds(one) / one[0];
    const perFurtherAgent = (from: typeof first, to: typeof first): number =>
      (seconds(to) - seconds(from)) / (to[0] - from[0]);
    const rise = `${most[0]} of ${many[0]}`;
    part.ratios[`previewPerAgent${measure} ${rise} (goal: ${GOAL})`] =
      perAgent(most) / perAgent(many);
    part.ratios[`previewPerFurtherAgent${measure} ${rise}`] =
      perFurtherAgent(many, most) / perFurtherAgent(first, many);
  }
  return part;
}
