import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-host-service";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.rule} ${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/readiness-host-service", () => {
  it("finds calls of a service manager", async () => {
    assert.deepEqual(
      await lines({
        "ops.py": 'import subprocess\nsubprocess.run(["/usr/bin/sudo", "systemctl", "restart", "nginx"])\n',
      }),
      ["host-service ops.py:2 sudo is called"],
    );
  });
  it("finds units and cron tables", async () => {
    assert.deepEqual(await lines({ "app.py": "import os\n", "deploy/app.timer": "[Timer]\n" }), [
      "host-service deploy/app.timer:1 a systemd unit starts it today",
    ]);
  });
  it("lets other programs be", async () => {
    assert.deepEqual(await lines({ "ops.py": 'import subprocess\nsubprocess.run(["ffmpeg", "-i", "a"])\n' }), []);
  });
  it("lets other functions of that name be", async () => {
    assert.deepEqual(await lines({ "ops.py": 'import runner\nrunner.run("docker ps")\n' }), []);
  });
  it("leaves out what Ansible installs on other machines", async () => {
    assert.deepEqual(
      await lines({
        "app.py": "import os\n",
        "ops/playbooks/db.service": "",
        "roles/proxy/templates/proxy.service": "",
      }),
      [],
    );
  });
});
