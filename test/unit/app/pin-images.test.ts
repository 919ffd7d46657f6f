import assert from "node:assert/strict";
import { pinImages } from "../../../src/app/pin-images";
import type { Decision, DecisionValue } from "../../../src/model/plan";
import type { ImageDetail } from "../../../src/model/ports";

const decision = (key: string, value: DecisionValue, unit: string | null = null): Decision => ({
  key,
  unit,
  value,
  reason: "",
  places: [],
  alternatives: [],
  changed: false,
});

const DIGESTS: Readonly<Record<string, readonly string[]>> = {
  "python:3.11-slim-bookworm": ["example.org/mirror/python@sha256:bb", "docker.io/library/python@sha256:aa"],
  "ghcr.io/acme/db:1": ["ghcr.io/acme/db@sha256:cc"],
  "redis:8": [],
};

const engine = {
  image: (reference: string): Promise<ImageDetail | null> =>
    Promise.resolve(
      reference in DIGESTS
        ? { id: "", tags: [], bytes: 0, user: "", layers: [], raw: { RepoDigests: DIGESTS[reference] } }
        : null,
    ),
};

describe("pinning images by digest", () => {
  it("keeps the tag, and takes the digest of the repository that is named", async () => {
    const pins = await pinImages(
      [
        decision("base.image", "python:3.11-slim-bookworm", "api"),
        decision("services.db.image", "ghcr.io/acme/db:1"),
        decision("web.port", 8000),
      ],
      engine,
    );
    assert.deepEqual(pins, {
      set: {
        "api/base.image": "python:3.11-slim-bookworm@sha256:aa",
        "services.db.image": "ghcr.io/acme/db:1@sha256:cc",
      },
      unknown: [],
    });
  });

  it("renews a digest that is there, and says what the engine does not know", async () => {
    const pins = await pinImages(
      [
        decision("base.image", "python:3.11-slim-bookworm@sha256:old"),
        decision("services.redis.image", "redis:8"),
        decision("services.mq.image", "rabbitmq:4"),
      ],
      engine,
    );
    assert.deepEqual(pins.set, { "base.image": "python:3.11-slim-bookworm@sha256:aa" });
    assert.deepEqual(pins.unknown, ["redis:8", "rabbitmq:4"]);
  });
});
