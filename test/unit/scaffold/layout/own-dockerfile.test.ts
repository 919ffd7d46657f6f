import assert from "node:assert/strict";
import type { Recon } from "../../../../src/model/recon";
import { contextOfDockerfile, findDockerfile } from "../../../../src/scaffold/layout/own-dockerfile";
import type { ExistingStart } from "../../../../src/scaffold/layout/existing-start";
import type { Layout } from "../../../../src/scaffold/layout/layout";

const start = (path: string, ...sources: readonly string[]): ExistingStart => ({
  path,
  takesCommand: true,
  entrypoint: [],
  command: [],
  supervised: [],
  workFolders: [],
  variables: [],
  sources,
  held: null,
  isPython: true,
  python: ["python"],
  isOfOther: false,
  asked: null,
});

describe("the context of a Dockerfile that is there", () => {
  const files = ["backend/Dockerfile", "backend/app/main.py", "backend/requirements.txt", "shared/a.py", "README.md"];
  const layout = { allFiles: files, compose: null } as unknown as Layout;

  it("is the folder, its own or one above, that holds what it copies", () => {
    assert.equal(contextOfDockerfile(layout, start("backend/Dockerfile", "requirements.txt", "app")), "backend");
    assert.equal(contextOfDockerfile(layout, start("backend/Dockerfile", "backend/app", "shared")), "");
  });

  it("is open where it copies nothing by name", () => {
    assert.equal(contextOfDockerfile(layout, start("backend/Dockerfile")), null);
    assert.equal(contextOfDockerfile(layout, start("backend/Dockerfile", "missing.txt")), null);
  });
});

describe("the Dockerfile that is there for a unit", () => {
  const found = (entryPoints: readonly object[], starts: readonly ExistingStart[]): string | null => {
    const paths = starts.map(({ path }) => path);
    const layout = { path: "", allFiles: paths, compose: null, starts } as unknown as Layout;
    return findDockerfile({ docker: { dockerfiles: paths }, entryPoints } as unknown as Recon, layout, null);
  };
  const running = (path: string, text: string, isPython = true): ExistingStart => ({
    ...start(path),
    command: [{ path, line: 1, text }],
    isPython,
  });
  const entry = (target: string, kind = "wsgi"): object => ({ kind, target, rank: 1 });

  it("is the only one that starts its server, wherever it lies", () => {
    const theirs = running("docker/Dockerfile", '["gunicorn", "shop.wsgi:application"]');
    const worker = running("deploy/worker/Dockerfile", "python worker.py");
    const programs = [entry("worker.py", "script"), entry("shop.wsgi:application")];
    assert.equal(found(programs, [worker, theirs]), "docker/Dockerfile");
    assert.equal(found(programs, [worker]), null);
    assert.equal(found(programs, [theirs, running("deploy/Dockerfile", "gunicorn shop.wsgi")]), null);
  });

  const names: readonly (readonly [target: string, text: string, isIt: boolean])[] = [
    ["src/app.py", "python app.py", true],
    ["app.py", '["python", "/srv/app.py"]', true],
    ["src/app.py", "python other_app.py", false],
    ["backend.api:app", "uvicorn api:app --port 8000", true],
    ["api:create_app", ". entrypoint.sh\nexec python -m gunicorn 'api:create_app()'", true],
    ["shop", "python -m shop", true],
    ["main:app", '["/main"]', false],
    ["app:app", "node /app/server.js", false],
  ];
  for (const [target, text, isIt] of names)
    it(`${isIt ? "starts" : "does not start"} ${target} by ${text.replace("\n", "; ")}`, () =>
      assert.equal(found([entry(target)], [running("image/Dockerfile", text)]), isIt ? "image/Dockerfile" : null));

  it("is none of another language, and none for development or tests", () => {
    assert.equal(found([entry("app:app")], [running("front/Dockerfile", "app:app", false)]), null);
    for (const path of [".devcontainer/Dockerfile", "docker/dev/Dockerfile", "tests/load/Dockerfile", "Dockerfile.dev"])
      assert.equal(found([entry("app:app")], [running(path, "uvicorn app:app --reload")]), null, path);
  });

  it("is none that makes the image of a proxy, in whatever file", () => {
    const proxy = (path: string): ExistingStart => ({ ...start(path), isPython: false, isOfOther: true });
    assert.equal(found([entry("app:app")], [proxy("dockerfile")]), null);
    assert.equal(
      found([entry("app:app")], [proxy("Dockerfile"), running("docker/Dockerfile", "gunicorn app:app")]),
      "docker/Dockerfile",
    );
    const layout = {
      path: "",
      innerUnits: [],
      allFiles: ["proxy/Dockerfile"],
      starts: [proxy("proxy/Dockerfile")],
      compose: { services: [{ build: { context: "proxy", dockerfile: null } }] },
    } as unknown as Layout;
    assert.equal(
      findDockerfile({ docker: { dockerfiles: [] }, entryPoints: [] } as unknown as Recon, layout, null),
      null,
    );
  });

  it("is the folder's own before all others", () =>
    assert.equal(
      found([entry("app:app")], [running("docker/Dockerfile", "gunicorn app:app"), start("Dockerfile")]),
      "Dockerfile",
    ));

  it("is the one for production of several, unless a service builds another", () => {
    const layoutOf = (starts: readonly ExistingStart[], built: string | null): Layout =>
      ({
        path: "",
        innerUnits: [],
        allFiles: starts.map(({ path }) => path),
        starts,
        compose: built && { services: [{ build: { context: "", dockerfile: built } }] },
      }) as unknown as Layout;
    const recon = { docker: { dockerfiles: [] }, entryPoints: [entry("app:app")] } as unknown as Recon;
    const usual = running("Dockerfile", "flask --app app:app run --debug");
    for (const path of ["Dockerfile.prod", "docker/production/Dockerfile", "prod.Dockerfile"]) {
      const starts = [usual, running("Dockerfile.dev", "flask run"), running(path, "gunicorn app:app")];
      assert.equal(findDockerfile(recon, layoutOf(starts, null), null), path);
      assert.equal(findDockerfile(recon, layoutOf(starts, "Dockerfile"), null), "Dockerfile");
      assert.equal(findDockerfile(recon, layoutOf(starts.slice(1), "Dockerfile.dev"), null), path);
    }
    const worker = running("docker/prod.worker.Dockerfile", "gunicorn app:app");
    assert.equal(findDockerfile(recon, layoutOf([usual, worker], null), null), "Dockerfile");
    assert.equal(
      findDockerfile(recon, layoutOf([usual, running("Dockerfile.prod", "node app.js", false)], null), null),
      "Dockerfile",
    );
  });
});
