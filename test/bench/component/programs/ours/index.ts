import * as pulumi from "@pulumi/pulumi";
import { createAgents } from "./agents.ts";

createAgents(new pulumi.Config().requireNumber("agents"));
