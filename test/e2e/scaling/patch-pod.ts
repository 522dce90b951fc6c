import { request } from "node:https";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { kubectl } from "../cluster-access.ts";

/** What an API server says of a patch: why it refuses, or nothing. */
export interface PatchAnswer {
  status: number | undefined;
  message: string | undefined;
}

/** A patch of a pod. */
export interface PodPatch {
  namespace: string;
  pod: string;
  /** Defaults to the pod itself. */
  subresource?: string;
  /** The kind of patch. Defaults to `merge-patch`. */
  type?: "merge-patch" | "strategic-merge-patch";
  patch: object;
}

const configSchema = z.object({
  clusters: z.tuple([
    z.object({
      cluster: z.object({ server: z.url(), "certificate-authority-data": z.base64() }),
    }),
  ]),
});

const answerSchema = z.object({ kind: z.string(), message: z.string().optional() });

/** Patches a pod with a token, and with that right alone: kubectl also reads what it patches. */
export async function patchPod(
  token: string,
  { namespace, pod, patch, subresource, type = "merge-patch" }: PodPatch,
): Promise<PatchAnswer> {
  const config = await kubectl("config", "view", "--raw", "--minify", "--output=json");
  const [{ cluster }] = configSchema.parse(JSON.parse(config)).clusters;
  const place = [pod, subresource].filter((part) => part !== undefined).join("/");
  return await new Promise((resolve, reject) => {
    request(
      `${cluster.server}/api/v1/namespaces/${namespace}/pods/${place}`,
      {
        method: "PATCH",
        agent: false,
        ca: Buffer.from(cluster["certificate-authority-data"], "base64"),
        headers: { Authorization: `Bearer ${token}`, "Content-Type": `application/${type}+json` },
      },
      (response) => {
        json(response).then((body) => {
          const { message } = answerSchema.parse(body);
          resolve({ status: response.statusCode, message });
        }, reject);
      },
    )
      .on("error", reject)
      .end(JSON.stringify(patch));
  });
}
