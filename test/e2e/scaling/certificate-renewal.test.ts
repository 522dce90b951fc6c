// The certificate of an adapter is renewed, and whoever asks the API server for metrics does not notice.
import { X509Certificate } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { RENEWAL_PERIOD_DAYS } from "../../../sdk/src/certificates/renewal-period.ts";
import { waitFor } from "../../cluster/wait-for.ts";
import { createEngineSandbox, type Outcome, toOutcome } from "../../engine/engine-sandbox.ts";
import { prepareEngine } from "../../engine/engine.ts";
import { createProgress } from "../../tools/progress.ts";
import { deleteNamespace, kubectl } from "../cluster-access.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { createUniqueText } from "../unique-text.ts";
import { findLayout } from "../find-layout.ts";
import { preparePrometheusImages } from "./scaling-images.ts";

const PERIOD_MS = RENEWAL_PERIOD_DAYS * 24 * 60 * 60 * 1000;
const TIMEOUT_SECONDS = 600;
const PAUSE_MS = 200;
const API = "/apis/custom.metrics.k8s.io/v1beta2";
const API_SERVICE = "apiservice/v1beta2.custom.metrics.k8s.io";

const secretsSchema = z.object({
  items: z.array(z.object({ data: z.object({ "ca.crt": z.base64(), "tls.crt": z.base64() }) })),
});

const namespace = createUniqueText("renewal");
const later = removeAfterAll();
let run: (...args: string[]) => Promise<Outcome>;
let upAt: (now: number) => Promise<Outcome>;
let exportState: () => Promise<string>;

/** The certificates in the namespace, and by their authorities whom the API server trusts. */
async function readCertificates(): Promise<{ served: X509Certificate[]; trusted: string[] }> {
  const secrets = await kubectl("get", "secrets", `--namespace=${namespace}`, "--output=json");
  const { items } = secretsSchema.parse(JSON.parse(secrets));
  const bundle = await kubectl("get", API_SERVICE, "--output=jsonpath={.spec.caBundle}");
  const pems =
    Buffer.from(bundle, "base64")
      .toString()
      .match(/-{5}BEGIN[^]*?-{5}END[^\n]*\n/g) ?? [];
  return {
    served: items.map(({ data }) => new X509Certificate(Buffer.from(data["tls.crt"], "base64"))),
    trusted: pems.map((pem) => new X509Certificate(pem).subject).sort(),
  };
}

/** Asks the API server for the metrics there are, over and over. */
function askOn(): () => Promise<{ answers: number; failures: string[] }> {
  const failures: string[] = [];
  let answers = 0;
  const end = new AbortController();
  const asking = (async () => {
    while (!end.signal.aborted) {
      try {
        await kubectl("get", "--raw", API);
        answers += 1;
      } catch (error) {
        failures.push(String(error));
      }
      await setTimeout(PAUSE_MS);
    }
  })();
  return async () => {
    end.abort();
    await asking;
    return { answers, failures };
  };
}

async function expectNoChanges(): Promise<void> {
  const { succeeded, output } = await run("preview", "--expect-no-changes");
  expect(succeeded, output).toBe(true);
}

beforeAll(async () => {
  await preparePrometheusImages(await findLayout());
  const sandbox = await createEngineSandbox(await prepareEngine({ progress: createProgress() }));
  later(sandbox.remove);
  const cwd = await sandbox.copyFolder(join(import.meta.dirname, "programs", "adapter"));
  const pulumi = async (...args: string[]) =>
    await sandbox.run([...args, "--stack=dev"], { cwd, timeoutSeconds: TIMEOUT_SECONDS });
  run = async (...args) => toOutcome(await pulumi(...args));
  exportState = async () => (await pulumi("stack", "export")).stdout;
  upAt = async (now) => {
    await writeFile(join(cwd, "wanted.json"), JSON.stringify({ namespace, now }));
    return await run("up", "--yes");
  };
  await run("stack", "init");
  later(async () => {
    const { succeeded, output } = await run("destroy", "--yes");
    await deleteNamespace(namespace);
    expect(succeeded, output).toBe(true);
  });
  // A period ago, so that all that is served and trusted in the end is valid now.
  const { succeeded, output } = await upAt(Date.now() - PERIOD_MS);
  expect(succeeded, output).toBe(true);
  await kubectl("wait", API_SERVICE, "--for=condition=Available", "--timeout=60s");
});

test("the API server knows the adapter by its certificate", async () => {
  const skips = "--output=jsonpath={.spec.insecureSkipTLSVerify}";
  expect(await kubectl("get", API_SERVICE, skips)).toBe("");
  expect((await readCertificates()).trusted).toHaveLength(2);
  await expectNoChanges();
});

test("no key of a certificate stands in the state in clear", async () => {
  const state = await exportState();
  expect(state).toContain("-certificate-");
  // The beginning of a PEM, and of the same in Base64.
  expect(state).not.toMatch(/BEGIN PRIVATE KEY|LS0tLS1CRUdJTiBQUklWQVRF/);
});

test("the next period brings the next certificate, and nobody asks in vain meanwhile", async () => {
  const before = await readCertificates();
  const endAsking = askOn();

  const { succeeded, output } = await upAt(Date.now());

  expect(succeeded, output).toBe(true);
  // Who stays connected to a pod that has gone notices late.
  await waitFor("the old pods to go", 60, async () => {
    const pods = await kubectl("get", "pods", `--namespace=${namespace}`, "--output=name");
    return pods.trim().split("\n").length === 2;
  });
  const { answers, failures } = await endAsking();
  expect(failures).toEqual([]);
  expect(answers).toBeGreaterThan(0);
  const after = await readCertificates();
  const serials = (certificates: X509Certificate[]) =>
    certificates.map(({ serialNumber }) => serialNumber);
  const kept = serials(after.served).filter((serial) => serials(before.served).includes(serial));
  expect(kept).toHaveLength(1);
  expect(after.served).toHaveLength(2);
  expect(after.trusted.filter((name) => before.trusted.includes(name))).toHaveLength(1);
  expect(after.trusted).toHaveLength(2);
  await expectNoChanges();
});
