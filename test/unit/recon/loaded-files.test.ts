import assert from "node:assert/strict";
import type { ImportEdge } from "../../../src/model/recon";
import { loadedFiles } from "../../../src/recon/loaded-files";
import { blueprintOf } from "../scaffold/plan-kit";
import { at, entryPoint, recon } from "../scaffold/recon-kit";

const edge = (from: string, to: string, kind: ImportEdge["kind"] = "static"): ImportEdge => ({
  from,
  to,
  line: 1,
  kind,
});
const modules = [
  { name: "shop.web", path: "shop/web.py", kind: "module" as const, files: 1, lines: 1, summary: "", imports: [] },
];
const entryPoints = [entryPoint("wsgi", "shop.web:app", "gunicorn shop.web:app", { place: at("Procfile:1") })];

describe("the files that a start loads", () => {
  it("are what entry points import, by statement or by name, and not what a condition guards", () => {
    const imports = [
      edge("shop/web.py", "shop/orders.py"),
      edge("shop/orders.py", "shop/tasks.py", "dynamic"),
      edge("shop/orders.py", "shop/local.py", "conditional"),
      edge("shop/orders.py", "shop/types.py", "typing"),
      edge("tools/report.py", "shop/pdf.py"),
    ];
    const loaded = loadedFiles(recon({ modules, imports, entryPoints }));
    assert.deepEqual([...loaded].sort(), ["Procfile", "shop/orders.py", "shop/tasks.py", "shop/web.py"]);
    const handler = entryPoint("script", "cdk.index:handler", "python -m awslambdaric cdk.index.handler", {
      place: at("cdk/index.py:1"),
    });
    const both = loadedFiles(recon({ modules, imports, entryPoints: [...entryPoints, handler] }));
    assert.deepEqual(both, loaded);
    assert.ok(loadedFiles(recon({ modules, imports, entryPoints: [handler] })).has("cdk/index.py"));
  });

  it("are named from the folder in which a command starts", () => {
    const entry = entryPoint("worker", "worker.py", "python worker.py", {
      place: at("Procfile:1"),
      workingDirectory: "backend",
    });
    assert.ok(loadedFiles(recon({ entryPoints: [entry] })).has("backend/worker.py"));
  });

  it("holds the models of Django's applications", () => {
    const frameworks = [{ name: "django", version: null, place: at("manage.py:1") }];
    const imports = [edge("shop/web.py", "orders/apps.py", "dynamic")];
    assert.ok(loadedFiles(recon({ modules, imports, entryPoints, frameworks })).has("orders/models.py"));
    assert.ok(!loadedFiles(recon({ modules, imports, entryPoints })).has("orders/models.py"));
  });

  it("decide what is installed though nothing declares it", async () => {
    const { plan } = await blueprintOf(
      recon({
        modules,
        entryPoints,
        packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
        undeclared: [
          { module: "yaml", distribution: "pyyaml", place: at("shop/web.py:2") },
          { module: "pandas", distribution: "pandas", place: at("tools/report.py:1") },
          { module: "shop_plus", distribution: null, place: at("shop/web.py:3") },
        ],
      }),
      { "requirements.txt": "flask\ngunicorn\n" },
    );
    const added = plan.decisions.find(({ key }) => key === "install.add");
    assert.deepEqual(
      (added?.value as readonly string[]).filter(name => !name.startsWith("gunicorn")),
      ["pyyaml"],
    );
    assert.match(added?.reason ?? "", /shop\/web\.py:2.* nothing declares them; write them into requirements\.txt/);
  });
});
