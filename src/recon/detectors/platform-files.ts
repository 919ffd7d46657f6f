import type { Evidence } from "../../model/evidence";
import { portOf } from "../commands/arguments";
import { shellEvidence } from "../commands/shell-evidence";
import { defineDetector, type DetectContext } from "../define-detector";
import { asText, at, asStrings, entries, items, type DataNode } from "../../workspace/data-node";
import { nameOf, parentOf, pathInside } from "../../model/paths";

/** Start commands and ports of hosting platforms' files. */
export const detector = defineDetector({
  id: "platform-files",
  title: "Hosting platform files",
  reads: {
    files: [
      "fly.toml",
      "fly.*.toml",
      "render.{yaml,yml}",
      "app.json",
      "app.{yaml,yml}",
      "railpack.json",
      "railway.json",
      "railway.toml",
      "nixpacks.toml",
      "heroku.yml",
      "apprunner.{yaml,yml}",
      ".do/*.{yaml,yml}",
      "zeabur.json",
      "koyeb.{yaml,yml}",
    ],
  },
  detect: context => context.files.flatMap(path => readPlatform(context, path)),
});

interface Found {
  readonly name: string | null;
  readonly node: DataNode | undefined;
  readonly folder?: string | undefined;
}

function readPlatform(context: DetectContext, path: string): readonly Evidence[] {
  const { workspace } = context;
  const { root } = workspace.data(path);
  const base = nameOf(path);
  const commands: Found[] = [];
  const ports: DataNode[] = [];
  if (/^fly(?:\..*)?\.toml$/.test(base)) {
    for (const { key, value } of entries(at(root, "processes"))) commands.push({ name: key, node: value });
    commands.push({ name: "release", node: at(root, "deploy", "release_command") });
    for (const node of [
      at(root, "http_service", "internal_port"),
      ...items(at(root, "services")).map(item => at(item, "internal_port")),
    ])
      if (node) ports.push(node);
  } else if (/^render\./.test(base)) {
    for (const service of items(at(root, "services"))) {
      const folder = asText(at(service, "rootDir"));
      const name =
        asText(at(service, "type")) === "worker" ? "worker" : asText(at(service, "type")) === "cron" ? "cron" : "web";
      for (const key of ["startCommand", "dockerCommand", "preDeployCommand", "initialDeployHook"])
        commands.push({ name, node: at(service, key), folder });
    }
  } else if (base === "app.json") {
    commands.push({ name: "release", node: at(root, "scripts", "postdeploy") });
  } else if (/^app\.ya?ml$/.test(base)) {
    commands.push({ name: "web", node: at(root, "entrypoint") });
    for (const service of [...items(at(root, "services")), ...items(at(root, "workers")), ...items(at(root, "jobs"))]) {
      commands.push({
        name: asText(at(service, "name")) ?? null,
        node: at(service, "run_command"),
        folder: asText(at(service, "source_dir")),
      });
      const port = at(service, "http_port");
      if (port) ports.push(port);
    }
  } else if (base === "heroku.yml") {
    for (const { key, value } of entries(at(root, "run")))
      commands.push({ name: key, node: value.kind === "map" ? at(value, "command") : value });
    commands.push({ name: "release", node: at(root, "release", "command") });
  } else {
    for (const keys of [
      ["deploy", "startCommand"],
      ["start", "cmd"],
      ["startCommand"],
      ["start_command"],
      ["run", "command"],
      ["deploy", "preDeployCommand"],
      ["run_command"],
    ]) {
      commands.push({ name: null, node: at(root, ...keys) });
    }
    const port = at(root, "run", "network", "port");
    if (port) ports.push(port);
  }
  const known = ports.flatMap(node => {
    const port = portOf(asText(node));
    return port === null ? [] : [{ port, node }];
  });
  return [
    ...known.map(({ port, node }): Evidence => ({
      claim: "port",
      port,
      source: "platform-file",
      place: workspace.place(path, node.span.start),
    })),
    ...commands.flatMap(({ name, node, folder }) => {
      const text = asText(node) ?? asStrings(node).join(" ");
      if (!node || text.trim() === "") return [];
      const at = pathInside(parentOf(path), (folder ?? "").replace(/^\/+/, "")) ?? parentOf(path);
      return shellEvidence(
        context,
        { text, path, offset: node.span.start, folder: at },
        {
          source: "platform-file",
          name: /^(?:web|app)$/.test(name ?? "") ? "web" : name,
          port: known[0]?.port ?? null,
          ...(name === "release" ? { roles: ["migrate", "static"] as const } : {}),
        },
      );
    }),
  ];
}
