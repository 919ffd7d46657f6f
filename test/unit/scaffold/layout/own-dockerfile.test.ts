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
  sources,
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
  const found = (recon: object, starts: readonly ExistingStart[], files: readonly string[] = []): string | null => {
    const allFiles = [...files, ...starts.map(({ path }) => path)];
    const layout = { path: "", allFiles, compose: null, starts } as unknown as Layout;
    const docker = { dockerfiles: starts.map(({ path }) => path) };
    return findDockerfile({ docker, ...recon } as unknown as Recon, layout, null);
  };
  const running = (path: string, text: string): ExistingStart => ({
    ...start(path),
    command: [{ path, line: 1, text }],
  });
  const web = { entryPoints: [{ target: "shop.wsgi:application", workingDirectory: "" }] };

  it("is the only one that starts a program, wherever it lies", () => {
    const theirs = running("docker/Dockerfile", '["gunicorn", "shop.wsgi:application"]');
    const other = running("docs/Dockerfile", '["mkdocs", "serve"]');
    assert.equal(found(web, [other, theirs]), "docker/Dockerfile");
    assert.equal(found(web, [other]), null);
    assert.equal(found(web, [theirs, running("deploy/Dockerfile", "gunicorn shop.wsgi")]), null);
  });

  it("is the one of the folder that a program starts in", () => {
    const script = running("src/backend/Dockerfile", '["bash", "-c", ". entrypoint.sh"]');
    assert.equal(
      found({ entryPoints: [{ target: "api:create_app", workingDirectory: "src/backend" }] }, [script]),
      script.path,
    );
  });

  it("is the folder's own before all others", () => {
    const own = start("Dockerfile");
    assert.equal(found(web, [running("docker/Dockerfile", "gunicorn shop.wsgi"), own]), "Dockerfile");
  });
});
