import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../input.js";
import { CERTIFICATE_KEYS } from "../manifests/prometheus-adapter/certificate-secret.js";
import { ADAPTER_CLIENT_BURST, ADAPTER_CLIENT_QPS } from "./defaults.js";
import {
  CERTIFICATE_FOLDER,
  CONFIG_FILE,
  CONFIG_FOLDER,
  PROMETHEUS_AUTH_FOLDER,
  TMP_FOLDER,
} from "./paths.js";
import type { PrometheusAdapterSpec } from "./spec.js";

type Flags = pulumi.Input<string>[];

/** The command line of the adapter. */
export function toAdapterFlags(spec: PrometheusAdapterSpec): Flags {
  return [
    toFlag("secure-port", spec.securePort),
    ...toCertificateFlags(spec),
    toFlag("config", `${CONFIG_FOLDER}/${CONFIG_FILE}`),
    toFlag("prometheus-url", spec.prometheusUrl),
    // The names of all pods of an agent are too long for a URL.
    toFlag("prometheus-verb", "POST"),
    ...toAuthFlags(spec),
    toFlag("metrics-relist-interval", toDuration(spec.relistIntervalSeconds)),
    toFlag("metrics-max-age", toDuration(spec.maxAgeSeconds)),
    toFlag("client-qps", ADAPTER_CLIENT_QPS),
    toFlag("client-burst", ADAPTER_CLIENT_BURST),
    toFlag("v", 2),
  ];
}

/** The adapter reads the files anew when they change. */
function toCertificateFlags({ tls }: PrometheusAdapterSpec): Flags {
  return tls?.insecureSkipTlsVerify === true
    ? [toFlag("cert-dir", `${TMP_FOLDER}/certificate`)]
    : [
        toFlag("tls-cert-file", `${CERTIFICATE_FOLDER}/${CERTIFICATE_KEYS.certificate}`),
        toFlag("tls-private-key-file", `${CERTIFICATE_FOLDER}/${CERTIFICATE_KEYS.privateKey}`),
      ];
}

function toAuthFlags({ prometheusAuth }: PrometheusAdapterSpec): Flags {
  const { caKey, serviceAccountToken, tokenKey } = prometheusAuth ?? {};
  const toPath = (key: pulumi.Input<string>) =>
    mapInput(key, (known) => `${PROMETHEUS_AUTH_FOLDER}/${known}`);
  return [
    ...(serviceAccountToken === true ? [toFlag("prometheus-auth-incluster", "true")] : []),
    ...(caKey === undefined ? [] : [toFlag("prometheus-ca-file", toPath(caKey))]),
    ...(tokenKey === undefined ? [] : [toFlag("prometheus-token-file", toPath(tokenKey))]),
  ];
}

function toFlag(
  name: string,
  value: pulumi.Input<string> | pulumi.Input<number>,
): pulumi.Input<string> {
  return mapInput<string | number, string>(value, (known) => `--${name}=${known}`);
}

function toDuration(seconds: pulumi.Input<number>): pulumi.Input<string> {
  return mapInput(seconds, (known) => `${known}s`);
}
