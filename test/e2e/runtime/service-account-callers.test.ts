// Who may call an agent that asks for tokens of service accounts: real ones, which the API server made.
import { ENVIRONMENT, serializeAuth, toAuth } from "@berth/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { readDriver } from "../agent/driver-pod.ts";
import { prepareTestImages } from "../agent/test-images.ts";
import {
  applyObjects,
  deleteNamespace,
  restrictedContainer,
  restrictedPod,
  smallRequests,
} from "../cluster-access.ts";
import { createReplicatedAgent, type ReplicatedAgent } from "./replicated-agent.ts";

const AUDIENCE = "worker";
const TOKENS = "/var/run/secrets/agents";
const CALLERS = ["friend", "stranger"] as const;

interface Told {
  file?: string;
  status?: number;
  challenge?: string | null;
  body?: { error?: { message: string }; tasks?: unknown[] };
  done?: boolean;
}

let agent: ReplicatedAgent;
const told: Record<string, Told[]> = {};

/** What a pod needs to ask the API server for its keys, without the token that pods get by themselves. */
const API_ACCESS = {
  name: "api-access",
  projected: {
    sources: [
      { serviceAccountToken: { path: "token" } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
    ],
  },
};

function toCaller(namespace: string, name: string, image: string, url: string): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace },
    spec: {
      restartPolicy: "Never",
      serviceAccountName: name,
      automountServiceAccountToken: false,
      securityContext: restrictedPod,
      containers: [
        {
          name,
          image,
          args: ["authenticated-call.ts", url, "-", `${TOKENS}/right`, `${TOKENS}/other`],
          securityContext: restrictedContainer,
          resources: smallRequests,
          volumeMounts: [{ name: "tokens", mountPath: TOKENS }],
        },
      ],
      volumes: [
        {
          name: "tokens",
          projected: {
            sources: [
              { serviceAccountToken: { path: "right", audience: AUDIENCE } },
              { serviceAccountToken: { path: "other", audience: "another-agent" } },
            ],
          },
        },
      ],
    },
  };
}

beforeAll(async () => {
  const images = await prepareTestImages();
  agent = await createReplicatedAgent({
    image: images.worker,
    replicas: 1,
    volumes: { "/var/run/secrets/kubernetes.io/serviceaccount": API_ACCESS },
    toEnv: (namespace) => ({
      [ENVIRONMENT.auth]: serializeAuth(
        toAuth({
          serviceAccountTokens: { audience: AUDIENCE, allowed: [{ namespace, name: "friend" }] },
        }),
      ),
    }),
  });
  const { namespace, url } = agent;
  await applyObjects(
    ...CALLERS.map((name) => ({
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name, namespace },
    })),
    ...CALLERS.map((name) => toCaller(namespace, name, images.driver, url)),
  );
  for (const name of CALLERS) {
    told[name] = await waitFor(`the answers to '${name}'`, 90, async () => {
      const lines = await readDriver<Told>(namespace, name).catch(() => []);
      return lines.some(({ done }) => done) && lines;
    });
  }
});

afterAll(async () => {
  await deleteNamespace(agent.namespace);
});

const find = (caller: string, file: string): Told | undefined =>
  told[caller]?.find((line) => line.file === file);

describe("an agent that asks for tokens of service accounts", () => {
  test("answers a service account that may call, by a token for its audience", () => {
    expect(find("friend", `${TOKENS}/right`)).toMatchObject({ status: 200, body: { tasks: [] } });
  });

  test("refuses a service account that may not call, though its token is right", () => {
    expect(find("stranger", `${TOKENS}/right`)).toMatchObject({ status: 403 });
  });

  test.each(CALLERS)("refuses a token of %s for another audience", (caller) => {
    expect(find(caller, `${TOKENS}/other`)).toMatchObject({
      status: 401,
      challenge: expect.stringContaining("invalid_token") as string,
    });
  });

  test("refuses who sends no token, and says what to send", () => {
    expect(find("friend", "-")).toMatchObject({
      status: 401,
      challenge: expect.stringContaining("Bearer") as string,
    });
  });
});
