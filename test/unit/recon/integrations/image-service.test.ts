import assert from "node:assert/strict";
import { isProxyImage, serviceOfImage } from "../../../../src/recon/integrations/image-service";

describe("recon/integrations/image-service", () => {
  it("tells a service by the last part of the name", () => {
    const images = [
      "postgres:16",
      "docker.io/bitnami/postgresql",
      "host:5000/valkey/valkey@sha256:0",
      "mcr.microsoft.com/mssql/server:2022",
      "axllent/mailpit",
    ];
    assert.deepEqual(images.map(serviceOfImage), ["postgres", "postgres", "redis", "mssql", "smtp"]);
  });

  it("takes no image that only begins alike", () => {
    assert.deepEqual(
      ["rediscommander/redis", "ghcr.io/me/server", "mongoexpress", "me/postgrest"].map(serviceOfImage),
      ["redis", null, null, null],
    );
  });

  it("takes no tool that belongs to a service", () => {
    const tools = [
      "mongo-express",
      "redis-commander",
      "postgres-exporter",
      "kafka-ui",
      "opensearchproject/opensearch-dashboards:2.19.3",
      "confluentinc/cp-kafka-connect:7.5.0",
    ];
    assert.deepEqual(new Set(tools.map(serviceOfImage)), new Set([null]));
  });

  it("tells a web server before an application from what is only called after one", () => {
    const proxies = [
      "nginx:1.29",
      "docker.io/library/caddy",
      "jwilder/nginx-proxy",
      "traefik:${TAG:-v3}",
      "httpd@sha256:0",
      "jonasal/nginx-certbot:5",
      "zauberzeug/nginx-lets-encrypt",
      "haproxytech/haproxy-alpine:2",
      "lucaslorentz/caddy-docker-proxy",
      "acme/nginx-static",
      "jc21/nginx-proxy-manager",
    ];
    assert.deepEqual(proxies.filter(isProxyImage), proxies);
    assert.deepEqual(
      [
        "apache/airflow:3",
        "acme/nginx-python-app:1",
        "nginx/nginx-prometheus-exporter",
        "acme/nginx-static-builder",
      ].filter(isProxyImage),
      [],
    );
  });
});
