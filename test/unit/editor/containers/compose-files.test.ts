import assert from "node:assert/strict";
import { commandLine, fileLists, isOfFolders, recordedFiles } from "../../../../src/editor/containers/compose-files";

describe("recordedFiles", () => {
  const container = (files?: string) => ({
    labels: files === undefined ? {} : { "com.docker.compose.project.config_files": files },
  });

  it("gives the files that a container was started with, in their order, each list once", () => {
    const all = [container("/s/compose.yaml,/s/compose.prod.yaml"), container("/s/compose.test.yaml"), container()];
    const twice = [...all, ...all];
    assert.deepEqual(recordedFiles("/s/compose.prod.yaml", "/s", twice), [["/s/compose.yaml", "/s/compose.prod.yaml"]]);
    assert.deepEqual(recordedFiles("/s/compose.other.yaml", "/s", all), []);
  });

  it("takes no list that names a file outside the folder, or standard input", () => {
    const lists = [
      "/s/compose.prod.yaml,/tmp/other.yaml",
      "/s/compose.prod.yaml,-",
      "/s/compose.prod.yaml,/s-old/x.yaml",
    ];
    assert.deepEqual(recordedFiles("/s/compose.prod.yaml", "/s", lists.map(container)), []);
  });

  it("reads the paths of Windows", () => {
    const all = [container("C:\\s\\compose.yaml,C:\\s\\compose.prod.yaml")];
    assert.deepEqual(recordedFiles("C:\\s\\compose.prod.yaml", "C:\\s", all), [
      ["C:\\s\\compose.yaml", "C:\\s\\compose.prod.yaml"],
    ]);
  });
});

describe("fileLists", () => {
  const file = "/s/compose.prod.yaml";

  it("offers a file alone, then on top of what Compose takes, without its override", () => {
    const standard = ["/s/compose.yaml", "/s/compose.override.yaml"];
    assert.deepEqual(fileLists(file, standard, ["/s/compose.test.yaml"]), [[file], ["/s/compose.yaml", file]]);
  });

  it("offers it on top of each other file where Compose takes none by itself", () => {
    assert.deepEqual(fileLists(file, [], ["/s/compose.base.yaml", file]), [[file], ["/s/compose.base.yaml", file]]);
  });
});

describe("commandLine", () => {
  const request = { project: "shop", folder: "/s", files: ["/s/compose.yaml", "/s/deploy/my prod.yaml"] };

  it("names only files that were chosen, as the shell takes them", () => {
    assert.equal(commandLine({ request, chosen: [] }, "up", "--detach"), "docker compose -p shop up --detach");
    assert.equal(
      commandLine({ request, chosen: ["compose.yaml", "deploy/my prod.yaml"] }, "down"),
      "docker compose -p shop -f compose.yaml -f 'deploy/my prod.yaml' down",
    );
  });
});

describe("isOfFolders", () => {
  const started = (folder?: string, project: string | null = "shop") => ({
    project,
    labels: folder === undefined ? {} : { "com.docker.compose.project.working_dir": folder },
  });

  it("takes what was started in a folder or below it, and not in one whose name only begins alike", () => {
    const own = (folder?: string): boolean => isOfFolders(started(folder), ["/code/shop"], []);
    assert.deepEqual(["/code/shop", "/code/shop/deploy"].map(own), [true, true]);
    assert.deepEqual(["/code/shop-old", "/code", "/other/code/shop", undefined].map(own), [false, false, false, false]);
  });

  it("takes a project of the workspace wherever it was started, and no container without a project by it", () => {
    assert.equal(isOfFolders(started("/elsewhere"), ["/code/shop"], ["shop"]), true);
    assert.equal(isOfFolders(started(undefined, null), ["/code/shop"], ["shop"]), false);
  });

  it("reads the paths of Windows", () => {
    const own = (folder: string): boolean => isOfFolders(started(folder), ["C:\\work\\shop"], []);
    assert.deepEqual(["C:\\work\\shop\\deploy", "C:\\work\\shop-old"].map(own), [true, false]);
  });
});
