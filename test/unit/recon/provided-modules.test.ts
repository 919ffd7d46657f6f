import assert from "node:assert/strict";
import { InstalledModules } from "../../../src/recon/provided-modules";

describe("modules that installed distributions provide", () => {
  it("are named after Django REST framework where a companion of it is", () => {
    const provides = (distribution: string, module: string): boolean =>
      new InstalledModules([distribution]).provide(module);
    assert.equal(provides("drf-jwt", "rest_framework_jwt.views"), true);
    assert.equal(provides("djangorestframework-api-key", "rest_framework_api_key"), true);
    assert.equal(provides("drf-jwt", "rest_framework"), false);
    assert.equal(provides("drf-jwt", "rest_framework_simplejwt"), false);
    assert.equal(provides("django-jwt", "rest_framework_jwt"), false);
  });
});
