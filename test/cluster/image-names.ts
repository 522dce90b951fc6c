import { goTools } from "../tools/go-tools.ts";

// The images that every node has from its start, by the names that manifests know them by.

/** Holds the namespaces of a pod. */
export const pauseImage = `registry.k8s.io/pause:${goTools.pause.version}`;

/** The cluster's name server. */
export const coreDnsImage = `registry.k8s.io/coredns/coredns:v${goTools.coredns.version}`;

/** A shell, an HTTP server and an HTTP client. */
export const busyboxImage = "docker.io/library/busybox:1.35.0";
