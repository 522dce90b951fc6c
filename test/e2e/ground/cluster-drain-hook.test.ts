import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordFigure } from "../../runner/figures.ts";
import {
  applyObjects,
  busyboxImage,
  createNamespace,
  deleteNamespace,
  kubectl,
  restrictedContainer,
  restrictedPod,
  smallRequests,
  waitForReadyPods,
} from "../cluster-access.ts";

const HELD_SECONDS = 90;
const GRACE_SECONDS = 120;

let namespace = "";

/** A web server whose /cgi-bin/drain answers after `HELD_SECONDS`; it says when the call came and when it ended. */
function buildHeldPod(): object[] {
  const script = [
    "#!/bin/sh",
    "echo drain began > /proc/1/fd/1",
    `sleep ${HELD_SECONDS}`,
    "echo drain ended > /proc/1/fd/1",
    "echo 'Content-Type: text/plain'",
    "echo",
    "echo done",
    "",
  ].join("\n");
  const main = [
    "trap 'echo asked to end; exit 0' TERM",
    "httpd -f -p 9465 -h /www &",
    "wait",
    "",
  ].join("\n");
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "held", namespace },
      data: { drain: script },
    },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "held", namespace },
      spec: {
        terminationGracePeriodSeconds: GRACE_SECONDS,
        automountServiceAccountToken: false,
        securityContext: restrictedPod,
        containers: [
          {
            name: "main",
            image: busyboxImage,
            imagePullPolicy: "IfNotPresent",
            command: ["sh", "-c", main],
            lifecycle: { preStop: { httpGet: { path: "/cgi-bin/drain", port: 9465 } } },
            resources: smallRequests,
            securityContext: restrictedContainer,
            volumeMounts: [{ name: "scripts", mountPath: "/www/cgi-bin" }],
          },
        ],
        volumes: [{ name: "scripts", configMap: { name: "held", defaultMode: 0o555 } }],
      },
    },
  ];
}

beforeAll(async () => {
  namespace = await createNamespace("ground-hook", {
    "pod-security.kubernetes.io/enforce": "restricted",
  });
  await applyObjects(...buildHeldPod());
  await waitForReadyPods(namespace, "held");
});

afterAll(async () => {
  await deleteNamespace(namespace);
});

describe("a pod whose httpGet preStop hook holds for 90 seconds", () => {
  it("is waited for, and only then asked to end", async () => {
    const logs = kubectl("logs", "held", "--namespace", namespace, "--follow", "--timestamps");
    const startMs = Date.now();
    await kubectl(
      "delete",
      "pod",
      "held",
      "--namespace",
      namespace,
      `--timeout=${GRACE_SECONDS + 30}s`,
    );
    const tookSeconds = (Date.now() - startMs) / 1000;
    recordFigure("held pod: delete to gone", Number(tookSeconds.toFixed(1)), "s");
    const lines = (await logs)
      .trim()
      .split("\n")
      .map((line) => {
        const [time = "", ...words] = line.split(" ");
        return { timeMs: Date.parse(time), text: words.join(" ") };
      });
    expect(lines.map((line) => line.text)).toEqual(["drain began", "drain ended", "asked to end"]);
    const [began, ended, asked] = lines.map((line) => line.timeMs);
    expect((ended ?? 0) - (began ?? 0)).toBeGreaterThanOrEqual(HELD_SECONDS * 1000 - 1000);
    expect(asked).toBeGreaterThanOrEqual(ended ?? 0);
    expect(tookSeconds).toBeGreaterThanOrEqual(HELD_SECONDS);
  });
});
