// The tests of the stand-in provider that need an API server, on the cluster under test.
process.env["BERTH_TEST_KUBECONFIG"] = process.env["KUBECONFIG"];

await import("../../engine/provider-kubernetes/provider.integration.test.ts");
await import("../../engine/provider-kubernetes/waits.integration.test.ts");
