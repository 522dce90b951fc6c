import { ENVIRONMENT } from "@berth/contract";
import { expect, it } from "vitest";
import { findUnknownVariables } from "../../agent-runtime/src/unknown-variables.ts";

it("names variables that look like those of the runtime, and are none", () => {
  const environment = {
    A2A_MAX_TASKS: "3",
    A2A_METRICS_PORT: "9000",
    A2A_AGENT_SERVICE_HOSTS: "10.0.0.1",
    HOME: "/root",
    AGENT_COLOR: "red",
  };
  expect(findUnknownVariables(environment)).toEqual([
    "A2A_AGENT_SERVICE_HOSTS",
    "A2A_MAX_TASKS",
    "A2A_METRICS_PORT",
  ]);
});

it("names none that the deployer sets", () => {
  const environment = Object.fromEntries(Object.values(ENVIRONMENT).map((name) => [name, "x"]));
  expect(findUnknownVariables(environment)).toEqual([]);
});

it("names none that Kubernetes sets for a Service whose name begins with a2a", () => {
  const environment = {
    A2A_AGENT_SERVICE_HOST: "10.0.0.1",
    A2A_AGENT_SERVICE_PORT: "8000",
    A2A_AGENT_SERVICE_PORT_A2A: "8000",
    A2A_AGENT_PORT: "tcp://10.0.0.1:8000",
    A2A_AGENT_PORT_8000_TCP: "tcp://10.0.0.1:8000",
    A2A_AGENT_PORT_8000_TCP_PROTO: "tcp",
    A2A_AGENT_PORT_8000_TCP_PORT: "8000",
    A2A_AGENT_PORT_8000_TCP_ADDR: "10.0.0.1",
  };
  expect(findUnknownVariables(environment)).toEqual([]);
});
