import assert from "node:assert/strict";
import { withoutUnusedSettings } from "../../../../src/scaffold/layout/unused-settings";
import { at, integration, recon, variable } from "../recon-kit";

const edge = (from: string, to: string) => ({ from, to, line: 1, kind: "static" as const });

const RECON = recon({
  imports: [
    edge("shop/settings/local.py", "shop/settings/base.py"),
    edge("shop/settings/cloud.py", "shop/settings/base.py"),
    edge("shop/settings/heroku.py", "shop/settings/cloud.py"),
    edge("shop/settings/keys.py", "shop/settings/base.py"),
    edge("shop/views.py", "shop/settings/keys.py"),
  ],
  environment: [
    variable("MAIL_HOST", { required: true, places: [at("shop/settings/cloud.py:3")] }),
    variable("KEY", { required: true, places: [at("shop/settings/base.py:3"), at("shop/settings/cloud.py:4")] }),
    variable("LICENCE", { required: true, places: [at("shop/settings/keys.py:3")] }),
  ],
  integrations: [
    integration("s3", [], { places: [at("shop/settings/cloud.py:9")] }),
    integration("redis", [], { places: [at("shop/settings/base.py:9")] }),
  ],
});

describe("settings of other deployments", () => {
  it("require nothing and need no service where they are not loaded", () => {
    const { environment, integrations } = withoutUnusedSettings(RECON, "shop.settings.local");
    assert.deepEqual(
      environment.map(({ name, required }) => `${name} ${required}`),
      ["MAIL_HOST false", "KEY true", "LICENCE true"],
    );
    assert.deepEqual(
      integrations.map(({ service, optional }) => `${service} ${optional}`),
      ["s3 true", "redis false"],
    );
  });

  it("are left as they are where they are loaded, or nobody knows which are", () => {
    assert.deepEqual(withoutUnusedSettings(RECON, "shop.settings.heroku"), RECON);
    assert.equal(withoutUnusedSettings(RECON, null), RECON);
    assert.equal(withoutUnusedSettings(RECON, "elsewhere.settings"), RECON);
  });
});
