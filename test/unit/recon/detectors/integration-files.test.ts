import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-files";
import { servicesOf } from "../../../kit/detect";

const services = (contents: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  servicesOf(detector, contents);

describe("recon/detectors/integration-files", () => {
  it("finds folders of uploads", async () => {
    assert.deepEqual(
      await services({
        "settings.py": 'import os\nMEDIA_ROOT = os.getenv("MEDIA", "/data/media")\n',
        "app.py": 'from flask import Flask\napp = Flask(__name__)\napp.config["UPLOAD_FOLDER"] = "uploads"\n',
      }),
      ["uploads filesystem", "uploads filesystem MEDIA"],
    );
  });
  it("ignores columns of tables", async () => {
    assert.deepEqual(
      await services({
        "models.py":
          'from django.db import models\nclass Document(models.Model):\n    storage_path = models.ForeignKey("StoragePath", on_delete=None)\ndocument.storage_path = StoragePath.objects.get(pk=1)\n',
      }),
      [],
    );
  });
  it("ignores fixtures and what is switched off", async () => {
    assert.deepEqual(
      await services({ "settings.py": 'FIXTURE_MEDIA_DIR = "base/fixtures"\nUPLOAD_FOLDER = None\n' }),
      [],
    );
  });
});
