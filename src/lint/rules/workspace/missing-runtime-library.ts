import { findStage } from "../../../docker/dockerfile/stages";
import { lineIndexOf } from "../../../docker/line-map";
import { defineRule } from "../../define-rule";
import { PSYCOPG2 } from "../../query/example-dependency";
import { buildsOf } from "../../query/builds";
import { lineEnd, shorten, suggestion } from "../../query/fixing";
import { installedBy, installsOf } from "../../query/installs";
import { isBrought } from "../../query/libraries";
import { isSlim, rootOf } from "../../query/python-base";
import { systemPackages } from "../../query/run-facts";

export const rule = defineRule({
  target: "workspace",
  id: "missing-runtime-library",
  code: "DD3010",
  severity: "error",
  mirrors: [],
  what: "A compiled package copied from a build stage into a stage that lacks its library.",
  why: "The import fails at the start.",
  todo: "Install the library's run-time package in the final stage.",
  needs: ["dependencies"],
  bad: {
    Dockerfile:
      "FROM python:3.13 AS build\nRUN python -m venv /venv\nCOPY requirements.txt ./\nRUN /venv/bin/pip install -r requirements.txt\nFROM python:3.13-slim AS runtime\nCOPY --from=build «/venv» /venv\n",
    "requirements.txt": "psycopg2==2.9.10\n",
  },
  good: {
    Dockerfile:
      "FROM python:3.13 AS build\nRUN python -m venv /venv\nCOPY requirements.txt ./\nRUN /venv/bin/pip install -r requirements.txt\nFROM python:3.13-slim AS runtime\nRUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*\nCOPY --from=build /venv /venv\n",
    "requirements.txt": "psycopg2==2.9.10\n",
  },
  facts: { dependencies: [PSYCOPG2] },
  check: context => {
    const dependencies = context.recon?.dependencies ?? [];
    if (dependencies.every(each => each.systemPackages.build.length === 0)) return;
    for (const { view, stage } of buildsOf(context)) {
      const root = stage === null ? null : rootOf(view, stage);
      if (stage === null || root === null || !isSlim(root.reference) || root.reference.registry !== null) continue;
      const installed = systemPackages(view, stage);
      if (!installed.isCertain) continue;
      for (const copy of stage.instructions) {
        if (copy.kind !== "COPY") continue;
        const from = copy.flags.find(flag => flag.name === "from")?.value;
        const source = copy.sources.find(word =>
          /venv|site-packages|^\/install\b|^\/usr\/local|^\/root\/\.local|^\/opt/.test(word.value),
        );
        const build = from == null ? null : findStage(view.graph, from, stage);
        if (build === null || source === undefined) continue;
        // Libraries may come the same way.
        if (stage.instructions.some(each => each.kind === "COPY" && /\/usr\/lib\b|\/lib\/x86/.test(each.body.text)))
          continue;
        for (const install of installsOf(view, build)) {
          const compiled = installedBy(install, dependencies, view.path, context.paths).filter(
            each => each.systemPackages.build.length > 0,
          );
          const dependency = compiled.find(each =>
            each.systemPackages.runtime.some(name => !isBrought(name, installed.names)),
          );
          const missing = dependency?.systemPackages.runtime.filter(name => !isBrought(name, installed.names)) ?? [];
          const [first] = missing;
          if (dependency === undefined || first === undefined) continue;
          const { lines } = view.file;
          const at = lines[lineIndexOf(lines, copy.span.start)] ?? 0;
          const name = stage.name ?? "the Final Stage";
          const isRoot = !stage.instructions.some(each => each.kind === "USER" && each.index < copy.index);
          const command = `RUN apt-get update && apt-get install -y --no-install-recommends ${missing.join(" ")} && rm -rf /var/lib/apt/lists/*`;
          context.report(
            view.path,
            source.span,
            `\`${dependency.name}\` was compiled in \`${shorten(from ?? "", 20)}\` and needs \`${first}\`, which this stage lacks; the import fails. Install it here.`,
            {
              related: [context.placeOf(view.path, install.command.span)],
              fixes: isRoot
                ? [
                    suggestion(`Install ${first} in ${name}`, {
                      span: { start: at, end: at },
                      text: `${command}${lineEnd(view)}`,
                      path: view.path,
                    }),
                  ]
                : [],
            },
          );
          break;
        }
      }
    }
  },
});
