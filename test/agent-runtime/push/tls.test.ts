import { createServer } from "node:https";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { expect, it, onTestFinished } from "vitest";
import { makeCertificate } from "../make-certificate.ts";
import { createChangingTask, createPushUnderTest, toConfig } from "./push-under-test.ts";

const LOOPBACK = () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]);

/** A webhook over TLS, with a certificate of its own for `hooks.example`. */
async function serveTlsWebhook() {
  const { certificate: cert, key } = await makeCertificate("hooks.example");
  const hosts: (string | undefined)[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    hosts.push(request.headers.host);
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { cert, hosts, port: (server.address() as AddressInfo).port };
}

it("sends nothing to a webhook whose certificate nobody vouches for", async () => {
  const webhook = await serveTlsWebhook();
  const push = createPushUnderTest({ resolveHost: LOOPBACK });
  const changing = createChangingTask(push);
  changing.notify(toConfig(`https://hooks.example:${webhook.port}`));

  changing.enter("COMPLETED");
  for (let retries = 0; retries < 2; retries += 1) {
    await push.nextRetry();
    push.clock.advance(4_000);
  }
  await push.until(1);

  expect(push.outcomes).toEqual(["failed"]);
  expect(push.log.lines.map(({ facts }) => facts)).toMatchObject([
    { reason: "DEPTH_ZERO_SELF_SIGNED_CERT" },
  ]);
  expect(webhook.hosts).toEqual([]);
});

it("expects the certificate to be of the name, not of the address that was checked", async () => {
  const webhook = await serveTlsWebhook();
  const authorities = getCACertificates("default");
  setDefaultCACertificates([...authorities, webhook.cert]);
  onTestFinished(() => {
    setDefaultCACertificates(authorities);
  });
  const push = createPushUnderTest({ resolveHost: LOOPBACK });
  const own = createChangingTask(push);
  own.notify(toConfig(`https://hooks.example:${webhook.port}`));
  own.enter("COMPLETED");
  await push.until(1);
  const other = createChangingTask(push);
  other.notify(toConfig(`https://other.example:${webhook.port}`));
  other.enter("COMPLETED");
  for (let retries = 0; retries < 2; retries += 1) {
    await push.nextRetry();
    push.clock.advance(4_000);
  }
  await push.until(2);

  expect(push.outcomes).toEqual(["delivered", "failed"]);
  expect(push.log.lines.map(({ facts }) => facts)).toMatchObject([
    { reason: "ERR_TLS_CERT_ALTNAME_INVALID" },
  ]);
  expect(webhook.hosts).toEqual([`hooks.example:${webhook.port}`]);
});
