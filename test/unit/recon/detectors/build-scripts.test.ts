import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/build-scripts";
import { detect } from "../../../kit/detect";

describe("recon/detectors/build-scripts", () => {
  it("says what each does", async () => {
    const found = await detect(detector, {
      Makefile: "image:\n\tdocker build -t x .\n\tdocker push x\nlint:\n\truff check .\n",
      ".github/workflows/ci.yml":
        "jobs:\n  test:\n    steps:\n      - uses: docker/build-push-action@v6\n        with: { push: true }\n      - run: |\n          pip install -r requirements.txt\n          pytest\n",
      "deploy.sh": "#!/bin/sh\ndocker compose up -d --build\nkubectl apply -f k8s\n",
      "cloudbuild-prod.yaml": "steps:\n  - name: gcr.io/cloud-builders/docker\n    args: ['build', '-t', 'x', '.']\n",
    });
    assert.deepEqual(
      found.filter(line => line.includes("cloudbuild")),
      ["build-script cloudbuild-prod.yaml ci build"],
    );
    assert.deepEqual(
      found.filter(line => !line.includes("cloudbuild")),
      [
        "build-script .github/workflows/ci.yml ci build docker install push test",
        "build-script Makefile make build docker lint push",
        "build-script deploy.sh shell build compose deploy docker",
      ],
    );
  });

  it("reads names where commands go through another tool, and leaves out scripts that build nothing", async () => {
    const found = await detect(detector, {
      Makefile: "tests:\n\tdocker compose run server tests\nfrontend:\n\tpnpm run build:css\n",
      "bin/release.sh": "#!/bin/sh\n./notes $1\n",
      "bin/greet.sh": "#!/bin/sh\necho hello\n",
      "provision.sh": "apt-get update && apt-get install -y git\n",
    });
    assert.deepEqual(found, [
      "build-script Makefile make build compose docker test",
      "build-script bin/release.sh shell deploy",
      "build-script provision.sh shell install",
    ]);
  });
});
