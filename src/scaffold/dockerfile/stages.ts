import { isInside, nameOf, parentOf, relativeTo } from "../../model/paths";
import type { UnitDesign } from "../blueprint";
import type { InstallStep } from "../install/install-design";
import { VENV } from "../install/install-request";
import type { LineWriter } from "../text/line-writer";
import { copyFrontEnds } from "./front-end-stage";
import { copyStartScripts, copyStaticServer, writeEntrypoint } from "./start-scripts";
import { aptInstall, env, execForm, quoted, run, wrapComment } from "./instructions";

/** Interpreter, environment and user: what every stage has. */
export function writeBase(writer: LineWriter, unit: UnitDesign): void {
  writer.add(`FROM ${unit.baseImage} AS base`, "base.image");
  writer.add(
    env({
      PYTHONUNBUFFERED: "1",
      PYTHONFAULTHANDLER: "1",
      VIRTUAL_ENV: VENV,
      PATH: `${VENV}/bin:$PATH`,
      ...(unit.timeZone === null ? {} : { TZ: unit.timeZone }),
      ...(unit.pythonPath === null ? {} : { PYTHONPATH: unit.pythonPath }),
    }),
    "python.version",
  );
  const { id, name } = unit.user;
  writer.add(
    [
      `RUN groupadd --gid ${id} ${name} \\`,
      ` && useradd --uid ${id} --gid ${id} --create-home --shell /usr/sbin/nologin ${name}`,
    ],
    "user.uid",
  );
  writer.add(`WORKDIR ${unit.homeFolder}`, "build.context");
}

/** Tools, compilers and the dependencies of the running program; no source. */
export function writeBuild(writer: LineWriter, unit: UnitDesign): void {
  const { install } = unit;
  const tool = install.tool === null ? "install.manager" : "install.tool";
  writer.gap().add("FROM base AS build", "install.manager");
  if (unit.system.build.length > 0) writer.add(aptInstall(unit.system.build), "install.system.build");
  if (install.toolCopy !== null) {
    writer.add(
      install.isConda
        ? `COPY --from=${install.toolCopy} /bin/micromamba /usr/bin/micromamba`
        : `COPY --from=${install.toolCopy} /uv /usr/bin/uv`,
      "install.tool",
    );
  }
  for (const step of install.toolSteps) writer.add(run(step, install), step.decision ?? tool);
  for (const [name, value] of Object.entries(install.arguments ?? {})) writer.add(`ARG ${name}=${value}`, "gpu.wheels");
  if (Object.keys(install.environment).length > 0) writer.add(env(install.environment), tool);
  for (const step of install.mainSteps) writer.add(run(step, install), "install.manager");
}

/** Everything for working on the code: development dependencies, debugger, an editable install, a writable folder. */
export function writeDev(writer: LineWriter, unit: UnitDesign): void {
  const { install, user } = unit;
  writer.gap().add("FROM build AS dev", "install.groups");
  const tools = [...unit.system.dev, ...catalogTools(unit, unit.system.dev)];
  if (tools.length > 0) writer.add(aptInstall(tools), "install.system.dev");
  for (const step of install.devSteps) writer.add(run(step, install), "install.groups");
  writer.add(copySource(unit, `--chown=${user.id}:${user.id} `), "build.context");
  copyFrontEnds(writer, unit, `--chown=${user.id}:${user.id} `, false);
  writeCatalogs(writer, unit);
  writeProject(writer, unit, install.devProjectSteps);
  const outside = staticOutside(unit);
  const folders = [unit.homeFolder, ...madeFolders(unit), ...(outside === null ? [] : [outside])];
  // Tests build again what the steps above have built beside the source.
  const isBuiltBeside = unit.compilesCatalogs || unit.layout.ownExtensions !== null;
  writer.add(
    [
      "# Tests, reloaders and watch mode write beside the source here; the runtime stage is read-only.",
      `RUN install -d -o ${user.id} -g ${user.id} ${folders.join(" ")}${isBuiltBeside ? " \\" : ""}`,
      ...(isBuiltBeside ? [` && find ${unit.homeFolder} -user root -exec chown -h ${user.id}:${user.id} {} +`] : []),
    ],
    "user.uid",
  );
  linkFiles(writer, unit);
  copyStartScripts(writer, unit, "dev");
  if (unit.workFolder !== unit.homeFolder) writer.add(`WORKDIR ${unit.workFolder}`, "web.command");
  writer.add(`USER ${user.id}:${user.id}`, "user.uid");
  writeEntrypoint(writer, unit, "dev");
  const command = unit.web?.devCommand ?? unit.processes[0]?.command ?? ["python"];
  if (unit.web) writer.add(`EXPOSE ${unit.web.port}`, "web.port");
  writer.add(`CMD ${execForm(command.length > 0 ? command : ["python"])}`, "web.command.dev");
}

/** Files that the code writes beside itself, where nothing can be written. */
function linkFiles(writer: LineWriter, unit: UnitDesign): void {
  const isLog = ({ to }: UnitDesign["dataLinks"][number]): boolean => to.startsWith("/dev/");
  const databases = unit.dataLinks.filter(link => !isLog(link));
  const logs = unit.dataLinks.filter(isLog);
  for (const [comment, links] of [
    ["# A file beside the code that has to outlive the container lies on a volume.", databases],
    ["# What the code logs to a file is the container's log.", logs],
  ] as const) {
    if (links.length === 0) continue;
    writer.add([comment, ...links.map(({ from, to }) => `RUN ln -sf ${to} ${from}`)], "data.folders");
  }
}

export function writeTest(writer: LineWriter, unit: UnitDesign): void {
  if (unit.tests === null) return;
  writer.gap().add("FROM dev AS test", "test.command");
  const folder = unit.tests.folder === "" ? unit.homeFolder : `${unit.homeFolder}/${unit.tests.folder}`;
  if (unit.workFolder !== folder) writer.add(`WORKDIR ${folder}`, "test.command");
  if (unit.layout.readsManifest) writeStatic(writer, unit, null);
  // The tests have values of their own for what secrets are loaded from.
  if (unit.loadedSecrets.length > 0) {
    if (unit.forwards.length > 0) writeEntrypoint(writer, unit, "test");
    else writer.add("ENTRYPOINT []", "secrets");
  }
  writer.add(`CMD ${execForm(unit.tests.command)}`, "test.command");
}

/** The application as it is shipped: source without tests, compiled, with its static files. */
export function writePackage(writer: LineWriter, unit: UnitDesign): void {
  const { install } = unit;
  const needsStage = unit.copiesSource || install.projectSteps.length > 0;
  if (!needsStage) return;
  writer.gap().add("FROM build AS package", "build.context");
  // Collecting files imports the application, with the libraries that it loads.
  const libraries = unit.staticFiles ? unit.system.runtime.filter(name => !unit.system.build.includes(name)) : [];
  const packages = [...libraries, ...catalogTools(unit, libraries)];
  if (packages.length > 0) writer.add(aptInstall(packages), "install.system.runtime");
  writer.add(copySource(unit, "", unit.installedCopies), "build.context");
  copyFrontEnds(writer, unit, "", true);
  writeCatalogs(writer, unit);
  writeProject(writer, unit, install.projectSteps);
  if (unit.staticFiles) writeStatic(writer, unit, unit.user.id);
  if (!unit.copiesSource) return;
  const left = unit.leftOut.map(path => quoted(path));
  writer.add(
    [
      ...wrapComment(
        `${left.length > 0 ? "Tests stay behind. " : ""}A read-only image can store no bytecode at start, so it is compiled here; a file that does not compile says so when it is imported.`,
      ),
      ...(left.length > 0
        ? [`RUN rm -rf ${left.join(" ")} \\`, " && (python -m compileall -qq . || true)"]
        : ["RUN python -m compileall -qq . || true"]),
    ],
    "build.context",
  );
}

/** The Debian package of `msgfmt`, where the build stage or the others have it not. */
function catalogTools({ compilesCatalogs, system }: UnitDesign, others: readonly string[]): readonly string[] {
  return compilesCatalogs && ![...system.build, ...others].includes("gettext") ? ["gettext"] : [];
}

function writeCatalogs(writer: LineWriter, { compilesCatalogs }: UnitDesign): void {
  if (!compilesCatalogs) return;
  writer.add(
    [
      "# Translations are read in their compiled form. One that does not compile is told and left out.",
      "RUN find . -path '*/LC_MESSAGES/*.po' \\",
      '        -exec sh -c \'for po; do msgfmt -o "${po%.po}.mo" "$po"; done; true\' sh {} +',
    ],
    "translations.compile",
  );
}

/** The install of the project itself, with its version where its back end would ask Git, which no copy of the source has. */
function writeProject(writer: LineWriter, { install, layout }: UnitDesign, steps: readonly InstallStep[]): void {
  if (steps.length === 0) return;
  if (layout.sourceVersion !== null)
    writer.add(
      [
        "# The version is read from Git elsewhere; here it is given: --build-arg VERSION=1.2.3.",
        `ARG VERSION=${quoted(layout.pyproject?.version ?? "0")}`,
        ...env({ [layout.sourceVersion]: "$VERSION" }),
      ],
      "install.project",
    );
  for (const step of steps) writer.add(run(step, install), "install.project");
}

/** A new volume begins with what the image has in its folder. */
function madeFolders({ dataFolders }: UnitDesign): readonly string[] {
  return dataFolders.flatMap(({ path, holds = [] }) => [path, ...holds]);
}

/**
 * Settings ask for their secrets when they are imported; stand-ins live in this one instruction only. What they make in folders
 * of data goes to `owner`, as it is what a new volume begins with.
 */
function writeStatic(writer: LineWriter, unit: UnitDesign, owner: number | null): void {
  const { staticFiles } = unit;
  if (!staticFiles) return;
  const values = unit.variables
    // A mode that the settings are switched to may also be what tells where static files go.
    .filter(
      ({ name, required, source, value, buildValue }) =>
        required ||
        source === "secret" ||
        name === unit.layout.staticRootVariable ||
        ((unit.layout.modeSwitches.has(name) || unit.layout.classChoices.has(name)) && value === buildValue),
    )
    .map(({ name, buildValue }) => `${name}=${quoted(buildValue)}`);
  const settings = unit.djangoSettings === null ? [] : [`DJANGO_SETTINGS_MODULE=${unit.djangoSettings}`];
  const assigned = [...values, ...settings];
  const cd =
    unit.workFolder === unit.homeFolder
      ? ""
      : `cd ${relativeTo(unit.homeFolder.slice(1), unit.workFolder.slice(1))} && `;
  // Settings may open a log or a database file in a folder that git does not carry.
  const hasFile =
    unit.layout.settingsMakeFolders || unit.recon.integrations.some(({ service }) => service === "sqlite");
  const folders = unit.dataFolders
    .filter(({ volume }) => volume === null || hasFile)
    .map(({ path }) => path)
    .filter(path => path.startsWith(`${unit.homeFolder}/`));
  const made = folders.map(path => quoted(relativeTo(unit.homeFolder.slice(1), path.slice(1))));
  const command = made.length > 0 ? `mkdir -p ${made.join(" ")} && ${cd}` : cd;
  const given =
    owner !== null && folders.length > 0
      ? [` && chown -R ${owner}:${owner} ${folders.map(path => quoted(path)).join(" ")}`]
      : [];
  const end = given.length > 0 ? " \\" : "";
  const words = staticFiles.command.map(word => quoted(word)).join(" ");
  writer.add(
    assigned.length === 0
      ? [`RUN ${command}${words}${end}`, ...given]
      : [
          "# Stand-in values: the settings want them, collecting files does not use them.",
          `RUN ${command}${assigned[0] ?? ""} \\`,
          ...assigned.slice(1).map(pair => `        ${pair} \\`),
          `    ${words}${end}`,
          ...given,
        ],
    "static.command",
  );
}

/** The folder of collected files where it lies outside the code; null elsewhere. */
function staticOutside({ staticFiles, sourceFolder }: UnitDesign): string | null {
  const folder = staticFiles?.folder ?? "";
  return folder.startsWith("/") && !isInside(sourceFolder.slice(1), folder.slice(1)) ? folder : null;
}

/** What is shipped: no compiler, no tool, no test; code that its own user cannot change. */
export function writeRuntime(writer: LineWriter, unit: UnitDesign): void {
  const { user, web } = unit;
  const source = unit.copiesSource || unit.install.projectSteps.length > 0 ? "package" : "build";
  writer.gap().add("FROM base AS runtime", "base.image");
  if (unit.system.runtime.length > 0) writer.add(aptInstall(unit.system.runtime), "install.system.runtime");
  writer.add(`COPY --from=${source} ${VENV} ${VENV}`, "install.manager");
  if (unit.copiesSource) writer.add(`COPY --from=package ${unit.sourceFolder} ${unit.sourceFolder}`, "build.context");
  const outside = staticOutside(unit);
  if (outside !== null && unit.copiesSource)
    writer.add(`COPY --from=package ${quoted(outside)} ${quoted(outside)}`, "static.command");
  copyStartScripts(writer, unit, "runtime");
  copyStaticServer(writer, unit);
  const folders = madeFolders(unit);
  if (folders.length > 0) writer.add(`RUN install -d -o ${user.id} -g ${user.id} ${folders.join(" ")}`, "data.folders");
  linkFiles(writer, unit);
  writer.add(
    env({
      PYTHONDONTWRITEBYTECODE: "1",
      ...(unit.djangoSettings === null ? {} : { DJANGO_SETTINGS_MODULE: unit.djangoSettings }),
      ...web?.environment,
      ...(web && ["gunicorn", "uvicorn"].includes(web.server) ? { WEB_CONCURRENCY: String(web.workers) } : {}),
    }),
    web ? "web.workers" : "python.version",
  );
  if (unit.workFolder !== unit.homeFolder) writer.add(`WORKDIR ${unit.workFolder}`, "web.command");
  writeLabels(writer, unit);
  writer.add(`USER ${user.id}:${user.id}`, "user.uid");
  if (web) {
    writer.add(`EXPOSE ${web.port}`, "web.port");
    if (web.health.command) {
      writer.add(
        [
          "HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --start-interval=1s --retries=3 \\",
          `    CMD ${execForm(web.health.command)}`,
        ],
        "web.health",
      );
    }
  }
  if (unit.kind !== "cli") writeEntrypoint(writer, unit, "runtime");
  writeCommand(writer, unit);
}

function writeCommand(writer: LineWriter, unit: UnitDesign): void {
  const first = unit.processes[0];
  if (unit.web) writer.add(`CMD ${execForm(unit.web.command)}`, "web.command");
  else if (unit.kind === "cli" && first) {
    writeEntrypoint(writer, unit, "runtime", first.command);
    writer.add('CMD ["--help"]', "cli.command");
  } else if (first)
    writer.add(`CMD ${execForm(first.command)}`, unit.kind === "job" ? "job.command" : "worker.command");
  else writer.add('CMD ["python"]', "application.kind");
}

/** Last, since the revision changes with every commit. */
function writeLabels(writer: LineWriter, unit: UnitDesign): void {
  const { pyproject } = unit.layout;
  writer.add([`ARG VERSION=${quoted(pyproject?.version ?? "0")}`, "ARG REVISION=unknown"], "application.kind");
  const labels: readonly (readonly [string, string])[] = [
    ["title", pyproject?.name ?? unit.name],
    ...(pyproject?.description ? ([["description", pyproject.description]] as const) : []),
    ["version", "$VERSION"],
    ["revision", "$REVISION"],
    ...(pyproject?.source ? ([["source", pyproject.source]] as const) : []),
    ...(pyproject?.license && pyproject.license.length < 40 ? ([["licenses", pyproject.license]] as const) : []),
  ];
  writer.add(
    labels.map(([name, value], at) => {
      const text = value.startsWith("$")
        ? `"${value}"`
        : JSON.stringify(value.replace(/\s+/g, " ").replace(/\$/g, "\\$"));
      return `${at === 0 ? "LABEL " : "      "}org.opencontainers.image.${name}=${text}${at === labels.length - 1 ? "" : " \\"}`;
    }),
    "application.kind",
  );
}

/** The whole context, or of a whole workspace only the unit with what its install needs. */
function copySource(unit: UnitDesign, flags: string, without: readonly string[] = []): readonly string[] {
  if (unit.context === unit.path) return [`COPY ${flags}. .`];
  const own = relativeTo(unit.context, unit.path);
  const others = [...new Set(unit.outside.map(path => relativeTo(unit.context, path)))].filter(
    path => path !== own && !without.includes(path),
  );
  const files = others.filter(
    path => nameOf(path).includes(".") && !unit.layout.allFiles.some(file => file.startsWith(`${path}/`)),
  );
  const folders = others.filter(path => !files.includes(path));
  const byFolder = new Map<string, string[]>();
  for (const file of files.filter(file => unit.layout.allFiles.includes(file)))
    byFolder.set(parentOf(file), [...(byFolder.get(parentOf(file)) ?? []), file]);
  return [
    ...[...byFolder].map(
      ([folder, paths]) => `COPY ${flags}${paths.join(" ")} ${unit.sourceFolder}/${folder === "" ? "" : `${folder}/`}`,
    ),
    ...folders.map(folder => `COPY ${flags}${folder} ${unit.sourceFolder}/${folder}`),
    `COPY ${flags}${own} ${unit.homeFolder}`,
  ];
}
