import { A2A_VERSION_HEADER } from "@a2a-js/sdk";
import { HTTP_PATHS, METRICS_PORT, parseServedCard, type ServedCard } from "@berth/contract";
import { keepUrl } from "../peers/keep-url.js";
import { findPortDoubt } from "./port-doubt.js";
import { askNothing, type Binding, type NoAnswer, type Probe, type ProbeAnswer } from "./probe.js";

/** What the person wants to know. */
export interface DoctorOptions {
  /** Where the agent is. */
  url: string;
  /** The headers of each request to the agent, such as what shows who asks. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** The grace period of the pod, in seconds. Undefined: what Berth gives by default. */
  graceSeconds?: number | undefined;
  /** Where probes are. Undefined: looked for, and no harm when they are not found. */
  adminUrl?: string | undefined;
  /** Where metrics are. Undefined: looked for, and no harm when they are not found. */
  metricsUrl?: string | undefined;
}

/** What several checks look at. */
export interface Survey {
  options: DoctorOptions;
  probe: Probe;
  cardUrl: string;
  /** The card as callers of A2A 1.0 get it, and as callers of 0.3 do. */
  cardAnswer: ProbeAnswer | NoAnswer;
  legacyCardAnswer: ProbeAnswer | NoAnswer;
  /** Undefined when it lacks what a caller needs. */
  card: ServedCard | undefined;
  /** Where JSON-RPC is spoken, as far as it is reached from here; undefined when it is not. */
  rpcUrl: string | undefined;
  /** The same for HTTP+JSON. */
  restUrl: string | undefined;
  /** Why the probes that are looked at may be those of another agent; undefined when they are not. */
  adminDoubt: string | undefined;
  metricsUrl: string;
  /** The same for the metrics. */
  metricsDoubt: string | undefined;
  /** No answer where they may be those of another agent. */
  metricsAnswer: ProbeAnswer | NoAnswer;
}

/** Asks what several checks look at. */
export async function makeSurvey(options: DoctorOptions, probe: Probe): Promise<Survey> {
  const cardUrl = new URL(HTTP_PATHS.card, options.url).href;
  const fetchCard = (version: string): ReturnType<Probe> =>
    probe(cardUrl, { headers: { Accept: "application/json", [A2A_VERSION_HEADER]: version } });
  const usualMetricsUrl = toPortUrl(options.url, METRICS_PORT, HTTP_PATHS.metrics);
  const { adminUrl, metricsUrl = usualMetricsUrl } = options;
  const metrics = probe(metricsUrl);
  const isOnlyAdminUnknown = adminUrl === undefined && options.metricsUrl !== undefined;
  const [cardAnswer, legacyCardAnswer, foundMetrics, usualMetrics] = await Promise.all([
    fetchCard("1.0"),
    fetchCard("0.3"),
    metrics,
    isOnlyAdminUnknown ? probe(usualMetricsUrl) : metrics,
  ]);
  const card = readCard(cardAnswer);
  const portDoubt = findPortDoubt(usualMetrics, card);
  const metricsDoubt = options.metricsUrl === undefined ? portDoubt : undefined;
  const [rpcUrl, restUrl] = await Promise.all([
    findUrl(card, "JSONRPC", options, probe),
    findUrl(card, "HTTP+JSON", options, probe),
  ]);
  return {
    options,
    probe,
    cardUrl,
    cardAnswer,
    legacyCardAnswer,
    card,
    rpcUrl,
    restUrl,
    adminDoubt: adminUrl === undefined ? portDoubt : undefined,
    metricsUrl,
    metricsDoubt,
    metricsAnswer:
      metricsDoubt === undefined ? foundMetrics : { isAnswer: false, reason: metricsDoubt },
  };
}

/** The same host at another port. */
export function toPortUrl(url: string, port: number, path: string): string {
  const { hostname } = new URL(url);
  return `http://${hostname}:${port}${path}`;
}

function readCard(answer: ProbeAnswer | NoAnswer): ServedCard | undefined {
  try {
    return answer.isAnswer ? parseServedCard(answer.json) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The URL on the card, else the same path at the host that was given; only there when headers were
 * given, which are for that host.
 */
async function findUrl(
  card: ServedCard | undefined,
  binding: Binding,
  { headers, url: given }: DoctorOptions,
  probe: Probe,
): Promise<string | undefined> {
  const entry = card?.supportedInterfaces.find(
    ({ protocolBinding, protocolVersion }) =>
      protocolBinding === binding && protocolVersion === "1.0",
  );
  if (entry === undefined || URL.parse(entry.url) === null) {
    return undefined;
  }
  const kept = keepUrl(given, entry.url);
  for (const url of new Set(headers === undefined ? [entry.url, kept] : [kept])) {
    const answer = await askNothing(probe, binding, url);
    if (answer.isAnswer) {
      return url;
    }
  }
  return undefined;
}
