// Writes the upgrade record of the version that is built: see records/README.md.
import { prepareTestImages } from "../agent/test-images.ts";
import { applyObjects } from "../cluster-access.ts";
import { createAgentsStack } from "./agents-stack.ts";
import { prepareCardServer } from "./component-images.ts";
import { installCustomResources } from "./custom-resources.ts";
import { GIVEN_SECRET } from "./paired-agents.ts";
import { RECORDED_NAMESPACE, toRecordedAgents } from "./recorded-agents.ts";
import { readVersion, type UpgradeRecord, writeRecord } from "./upgrade-record.ts";

const { runtime, worker } = await prepareTestImages();
const cardServer = await prepareCardServer();
const images = { Sidecar: cardServer, Embedded: worker, None: cardServer, runtime };
const agents = toRecordedAgents(images);
const removeCustomResources = await installCustomResources();
const stack = await createAgentsStack();

async function up(wanted: UpgradeRecord["agents"]): Promise<void> {
  await stack.want(wanted);
  const { succeeded, output } = await stack.run("up", "--yes");
  if (!succeeded) {
    throw new Error(output);
  }
}

try {
  await up({ [RECORDED_NAMESPACE]: {} });
  await applyObjects({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: GIVEN_SECRET.name, namespace: RECORDED_NAMESPACE },
    stringData: { [GIVEN_SECRET.key]: "not-a-real-token" },
  });
  await up(agents);
  const record = { agents, stack: await stack.exportState() };
  await writeRecord(await readVersion(), record, images);
} finally {
  await stack.remove();
  await removeCustomResources();
}
