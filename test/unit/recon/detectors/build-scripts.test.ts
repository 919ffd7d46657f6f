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

  it("reads tasks of Invoke in a package, and what makes files for the browser", async () => {
    const found = await detect(detector, {
      "tasks/__init__.py": "from invoke import task\n@task\ndef test(c):\n    c.run('pytest')\n",
      "shop/tasks/__init__.py": "from celery import shared_task\n",
      "style.sh": "#!/bin/sh\nsass styles:out\npostcss out/a.css -d static\n",
    });
    assert.deepEqual(found, ["build-script style.sh shell build", "build-script tasks/__init__.py invoke test"]);
  });

  it("follows make to the file and the folder that its long options name", async () => {
    const found = await detect(detector, {
      "go.sh": "#!/bin/sh\nmake -j --directory=tools --file build.mk image\n",
      "tools/build.mk": "image:\n\tdocker build -t x .\n",
    });
    assert.deepEqual(found, ["build-script go.sh shell build docker", "build-script tools/build.mk make build docker"]);
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

  it("takes no name for what a script does that only prepares a shell", async () => {
    const found = await detect(detector, {
      "tests/a/setup.sh": "export SHOP=1\nset -o pipefail\n",
      "tests/b/setup.sh": "export SHOP=1\n./configure-shop\n",
    });
    assert.deepEqual(found, ["build-script tests/b/setup.sh shell install"]);
  });

  it("follows targets and scripts that it calls, each once", async () => {
    const found = await detect(detector, {
      Makefile:
        "DC := $(shell which docker-compose)\ninclude deploy.mk\nup: image\n\t${DC} up -d\nimage:\n\t$(MAKE) up\n\tdocker build .\ncheck:\n\t./scripts/check.sh\nserve:\n\t./manage.py x\n",
      "deploy.mk": "deploy:\n\tkubectl apply -f k8s\n",
      "empty.mk": "A = 1\n",
      "scripts/check.sh": "#!/bin/sh\npytest\n./check.sh\n",
      "services/api/Makefile": "own:\n\tbash ../../scripts/check.sh\n",
      ".github/workflows/ci.yml":
        "jobs:\n  test:\n    steps:\n      - run: make up\n      - run: make -C services/api own\n      - uses: ./.github/setup\n",
      ".github/setup/action.yml": "runs:\n  steps:\n    - run: pip install tox\n",
    });
    assert.deepEqual(found, [
      "build-script .github/setup/action.yml ci install",
      "build-script .github/workflows/ci.yml ci build compose docker install test",
      "build-script Makefile make build compose docker run test",
      "build-script deploy.mk make deploy",
      "build-script scripts/check.sh shell test",
      "build-script services/api/Makefile make test",
    ]);
  });

  it("knows actions that build images, an entrypoint that is replaced, and a site of documentation", async () => {
    const found = await detect(detector, {
      ".github/workflows/ship.yml":
        "jobs:\n  a:\n    steps:\n      - uses: whoan/docker-build-with-cache-action@v8\n      - uses: elgohr/Publish-Docker-Github-Action@v5\n",
      ".github/workflows/clean.yml":
        "jobs:\n  a:\n    steps:\n      - uses: acme/docker-build-cache-cleaner@v1\n      - uses: acme/publish-docker-scan-report@v1\n",
      "init.sh": "docker compose run --rm --entrypoint 'poetry run ./manage.py migrate' web\n",
      "docs/Makefile":
        "SPHINXBUILD ?= sphinx-build\n%: Makefile\n\t@$(SPHINXBUILD) -M $@ . build\nhtml:\n\t$(SPHINXBUILD) -b html . build\n",
      "start.sh": "yarn serve\n",
    });
    assert.deepEqual(found, [
      "build-script .github/workflows/clean.yml ci ",
      "build-script .github/workflows/ship.yml ci build docker push",
      "build-script docs/Makefile make build",
      "build-script init.sh shell compose docker migrate",
      "build-script start.sh shell run",
    ]);
  });

  it("reads a long chain of targets that call the next, and a long line of words, without a pause", async () => {
    const chain = Array.from({ length: 3000 }, (_, at) => `t${at}:\n\t$(MAKE) t${at + 1}\n`).join("");
    const started = performance.now();
    const found = await detect(detector, {
      Makefile: `${chain}t3000:\n\tpytest\na${" ".repeat(3000)}b\n`,
      "go.sh": "#!/bin/sh\nmake t0\n",
    });
    assert.deepEqual(found, ["build-script Makefile make test", "build-script go.sh shell test"]);
    assert.ok(performance.now() - started < 5000);
  });

  it("takes no variable of a target for what comes first, and joins the rules of one name", async () => {
    const found = await detect(detector, {
      Makefile:
        "check: ENV = deploy\ncheck: export X := deploy\ncheck: bin\nbin: a\ncheck:\n\tpytest\ndeploy:\n\tkubectl apply -f k8s\n",
      "scripts/ci.sh": "#!/bin/sh\nmake check\n",
      "scripts/env.sh": "#!/bin/sh\nmake ENV\n",
    });
    assert.deepEqual(found, ["build-script Makefile make deploy test", "build-script scripts/ci.sh shell test"]);
  });
});
