import type { ApiClient, Selection } from "../cluster/api-client.ts";
import { type ObjectFeed, startObjectFeed } from "../cluster/object-feed.ts";
import { nameOf } from "../cluster/object-name.ts";
import { messageOf } from "../cluster/errors.ts";
import { type Json, type JsonObject, objectsAt, stringAt, valueAt } from "../values/json.ts";
import { createAlarm, type Alarm } from "./alarm.ts";
import { resultOr } from "./bounded.ts";
import { explainPods, summarizePodProblems } from "./pod-diagnosis.ts";
import { podSelectionOf } from "./pods.ts";
import { readinessRuleOf } from "./readiness.ts";
import { failed, type ReadinessRule, type Verdict } from "./verdict.ts";

export type WaitApi = Pick<ApiClient, "list" | "watch" | "log">;

export interface WaitOptions {
  timeoutSeconds: number;
  /** Aborts when the user cancels. */
  cancelled: AbortSignal;
  /** Gets a line whenever there is something new to say. */
  report?: (progress: string) => void;
  /** How long pods and logs may take that explain a failure. */
  explainTimeoutMs?: number;
}

const EXPLAIN_TIMEOUT_MS = 5_000;

export interface WaitResult {
  /** The object as last seen. */
  object: JsonObject;
  /** Why it is not ready; empty when it is. */
  reasons: string[];
}

/**
 * Waits until an object is ready, has failed, the time is over or the user cancels. Never throws: by now the object
 * is stored, and only an answer keeps it in the state of the engine.
 */
export async function waitUntilReady(
  api: WaitApi,
  applied: JsonObject,
  options: WaitOptions,
): Promise<WaitResult> {
  let rule: ReadinessRule | undefined;
  try {
    rule = readinessRuleOf(applied);
  } catch (error) {
    return { object: applied, reasons: [messageOf(error)] };
  }
  if (rule === undefined) {
    return { object: applied, reasons: [] };
  }
  const related = rule.related?.(applied);
  if (related === undefined && judge(rule, applied, undefined).state === "ready") {
    return { object: applied, reasons: [] };
  }
  return new ReadinessWait(api, applied, rule, options).run(related);
}

class ReadinessWait {
  readonly #api: WaitApi;
  readonly #rule: ReadinessRule;
  readonly #options: WaitOptions;
  readonly #alarm: Alarm;
  readonly #main: ObjectFeed;
  #object: JsonObject;
  #pods: ObjectFeed | undefined;
  #said = "";

  constructor(api: WaitApi, applied: JsonObject, rule: ReadinessRule, options: WaitOptions) {
    this.#api = api;
    this.#rule = rule;
    this.#options = options;
    this.#object = applied;
    this.#alarm = createAlarm(options.timeoutSeconds, options.cancelled);
    this.#main = this.#feed(selectionOf(applied), applied);
  }

  async run(relatedSelection: Selection | undefined): Promise<WaitResult> {
    const related = relatedSelection === undefined ? undefined : this.#feed(relatedSelection);
    try {
      for (;;) {
        const verdict = this.#judge(related);
        if (verdict.state === "ready") {
          return { object: this.#object, reasons: [] };
        }
        if (verdict.state === "failed") {
          return await this.#explain(verdict.message);
        }
        this.#watchPods();
        this.#report(verdict.message);
        if (this.#alarm.signal.aborted) {
          const end = endOf(this.#options, "not ready");
          return await this.#explain(`${end}: ${verdict.message}`);
        }
        await this.#alarm.next();
      }
    } finally {
      this.#alarm.stop();
    }
  }

  #judge(related: ObjectFeed | undefined): Verdict {
    const failure = this.#main.failure();
    if (failure !== undefined) {
      return failed(`it cannot be watched: ${failure.message}`);
    }
    const live = this.#main.objects()?.[0];
    if (live === undefined || valueAt(live, "metadata", "uid") !== uidOf(this.#object)) {
      return failed("it was deleted while it was waited for");
    }
    this.#object = live;
    const verdict = judge(this.#rule, live, related?.objects());
    const relatedFailure = related?.failure();
    if (verdict.state === "waiting" && relatedFailure !== undefined) {
      return failed(`${verdict.message}, and it cannot be seen: ${relatedFailure.message}`);
    }
    return verdict;
  }

  /** Only for the message, so only once there is something to wait for. */
  #watchPods(): void {
    const selection = this.#pods === undefined ? podSelectionOf(this.#object) : undefined;
    if (selection !== undefined) {
      this.#pods = this.#feed(selection);
    }
  }

  #report(message: string): void {
    const problem = summarizePodProblems(this.#pods?.objects() ?? []);
    const line = problem === "" ? message : `${message}; ${problem}`;
    if (line !== this.#said) {
      this.#said = line;
      this.#options.report?.(line);
    }
  }

  async #explain(reason: string): Promise<WaitResult> {
    const signal = AbortSignal.timeout(this.#options.explainTimeoutMs ?? EXPLAIN_TIMEOUT_MS);
    // A failure that shows at once comes before the first answer about the pods.
    const pods = this.#pods?.objects() ?? (await currentPods(this.#api, this.#object, signal));
    const explanations = await explainPods(this.#api, pods, signal);
    return { object: this.#object, reasons: [reason, ...explanations] };
  }

  #feed(selection: Selection, known?: JsonObject): ObjectFeed {
    return startObjectFeed(this.#api, selection, {
      onChange: this.#alarm.ring,
      signal: this.#alarm.signal,
      ...(known === undefined ? {} : { known }),
    });
  }
}

/** Without permission to see the pods, the reason has to do without them. */
async function currentPods(
  api: WaitApi,
  object: JsonObject,
  signal: AbortSignal,
): Promise<JsonObject[]> {
  const selection = podSelectionOf(object);
  return selection === undefined
    ? []
    : objectsAt(await resultOr(api.list(selection, signal), signal, {}), "items");
}

/**
 * Waits until the object with that uid is gone.
 * @throws when the time is over or the user cancels, with the finalizers that hold it.
 */
export async function waitUntilGone(
  api: WaitApi,
  object: JsonObject,
  options: WaitOptions,
): Promise<void> {
  const alarm = createAlarm(options.timeoutSeconds, options.cancelled);
  const feed = startObjectFeed(api, selectionOf(object), {
    known: object,
    onChange: alarm.ring,
    signal: alarm.signal,
  });
  try {
    for (;;) {
      const live = feed.objects()?.[0];
      if (live === undefined || uidOf(live) !== uidOf(object)) {
        return;
      }
      const failure = feed.failure();
      if (failure !== undefined) {
        throw failure;
      }
      if (alarm.signal.aborted) {
        const holding = JSON.stringify(valueAt(live, "metadata", "finalizers") ?? []);
        throw new Error(`${endOf(options, "still there")}; its finalizers: ${holding}`);
      }
      await alarm.next();
    }
  } finally {
    alarm.stop();
  }
}

/** A rule may trip over what it reads, such as a JSONPath filter over a missing field: then it is not met yet. */
function judge(
  rule: ReadinessRule,
  object: JsonObject,
  related: JsonObject[] | undefined,
): Verdict {
  try {
    return rule.judge(object, related);
  } catch (error) {
    return { state: "waiting", message: messageOf(error) };
  }
}

function selectionOf(object: JsonObject): Selection {
  const { apiVersion, kind, name, namespace } = nameOf(object);
  return {
    apiVersion,
    kind,
    fieldSelector: `metadata.name=${name}`,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

function uidOf(object: JsonObject): Json {
  return stringAt(object, "metadata", "uid");
}

function endOf(options: WaitOptions, state: string): string {
  return options.cancelled.aborted
    ? `${state} when the wait was cancelled`
    : `${state} after ${options.timeoutSeconds} s`;
}
