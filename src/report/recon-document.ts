import type { Place } from "../model/place";
import type { Recon } from "../model/recon";
import { componentDiagram } from "./diagram";
import { readableModules, shownImports } from "./module-rows";
import { byRole } from "./entry-roles";
import { frameworkName, list, plural, serviceName } from "./figures";
import { byKind, integrationName } from "./integrations";
import { escapeMarkdown } from "../model/escape-markdown";
import { bySameWords } from "../model/same-words";
import { code, fullTable, markdownTable, pathLink, placeLink, prose } from "./markdown";

export interface DocumentHead {
  /** ISO 8601 day. */
  readonly date: string;
  readonly version: string;
  /** Leads from the document's folder to the analysed folder, such as `../`. */
  readonly base: string;
  /** The commit that was read; null outside a repository. */
  readonly commit: string | null;
}

/** First line of every document that Drydock writes; a file without it is a person's and is never overwritten. */
export const DOCUMENT_MARK = "<!-- Written by Drydock. Edit the code or .drydock.yaml and write it again. -->";

const UNCERTAIN = { high: "", medium: " (likely)", low: " (a guess)" } as const;

/** Leads from the document to what it tells of. */
interface Links {
  readonly base: string;
  readonly link: (place: Place) => string;
  readonly fileLink: (path: string) => string;
}

/** `docs/recon.md`: every fact of recon with its file and line, section by section. */
export function reconDocument(recon: Recon, head: DocumentHead): string {
  const { base } = head;
  const links: Links = {
    base,
    link: place => placeLink(place, base) + UNCERTAIN[place.confidence],
    fileLink: path => pathLink(path, path, base),
  };
  return [
    DOCUMENT_MARK,
    `# What is in ${escapeMarkdown(recon.root)}`,
    `${head.date}${head.commit === null ? "" : ` · commit ${code(head.commit.slice(0, 7))}`} · Drydock ${head.version} · read from the files, nothing run`,
    ...summarySection(recon),
    ...moduleSection(recon, links),
    ...componentSection(recon, links),
    ...integrationSection(recon, links),
    "## 5. Dependencies and Python 3.11",
    ...pythonSection(recon, links.link),
    ...environmentSection(recon, links),
    ...buildSection(recon, links),
    "## 8. Data and migrations",
    migrationText(recon, links.link),
    dataText(recon, links.link),
    ...riskSection(recon, links),
    ...questionSection(recon, links),
  ]
    .join("\n\n")
    .replace(/\n{3,}/g, "\n\n")
    .trimEnd()
    .concat("\n");
}

function summarySection(recon: Recon): readonly string[] {
  return [
    "## 1. Summary",
    markdownTable(
      ["what", "found"],
      [
        ["Python", pythonWords(recon)],
        [
          "Package manager",
          `${recon.packageManager.name}${recon.packageManager.lock === null ? "" : `, locked in ${code(recon.packageManager.lock)}`}`,
        ],
        ["Frameworks", list(distinct(recon.frameworks, ({ name }) => escapeMarkdown(frameworkName(name))))],
        [
          "Services",
          list(
            distinct(byKind(recon.integrations), found => escapeMarkdown(integrationName(found))),
            8,
          ),
        ],
        [
          "Entry points",
          list(
            distinct(byRole(recon.entryPoints), ({ kind, target }) => `${kind} ${code(target)}`),
            8,
          ),
        ],
        ...unitRows(recon),
      ],
    ),
  ];
}

function distinct<Item>(items: readonly Item[], words: (item: Item) => string): readonly string[] {
  return [...new Set(items.map(words))];
}

function pythonWords({ python, units }: Recon): string {
  if (python.chosen === null) return units.length > 0 ? escapeMarkdown(python.reason) : "no version fits";
  return escapeMarkdown(python.reason.replace(/^(?:Python )?[\d.]+: /, `${python.chosen}: `));
}

function unitRows({ units }: Recon): readonly (readonly string[])[] {
  if (units.length === 0) return [];
  const words = units.map(({ name, path }) => `${escapeMarkdown(name)} (${code(path || ".")})`);
  return [["Units", list(words, 12)]];
}

function moduleSection(recon: Recon, { base, fileLink }: Links): readonly string[] {
  const modules = readableModules(recon.modules);
  const imports = shownImports(recon.modules, modules.shown);
  return [
    "## 2. Modules and responsibilities",
    unitTable(recon, fileLink),
    markdownTable(
      ["module", "what it is for", "files", "lines", "imports"],
      modules.shown.map(module => [
        pathLink(module.name, module.path, base),
        prose(module.summary),
        String(module.files),
        String(module.lines),
        list([...(imports.get(module.path) ?? [])].map(code), 5),
      ]),
    ),
    modules.left === 0
      ? ""
      : `${plural(modules.left, "module")} inside of these ${modules.left === 1 ? "is" : "are"} left out here; \`drydock recon --json\` has all.\n`,
  ];
}

function componentSection(recon: Recon, { link }: Links): readonly string[] {
  return [
    "## 3. Components and data flows",
    componentDiagram(recon),
    markdownTable(
      ["entry point", "command", "port", "evidence"],
      byRole(recon.entryPoints).map(entry => [
        entry.kind === entry.name ? entry.kind : `${entry.kind} ${escapeMarkdown(entry.name)}`,
        code(entry.command.join(" ")),
        entry.port === null ? "" : String(entry.port),
        link(entry.place),
      ]),
      "No entry point was found.",
    ),
  ];
}

function integrationSection(recon: Recon, { link }: Links): readonly string[] {
  return [
    "## 4. Integration points and what changes in containers",
    markdownTable(
      ["service", "kind", "variables", "what changes", "evidence"],
      byKind(recon.integrations).map(found => [
        escapeMarkdown(integrationName(found)) + (found.optional ? " (optional)" : ""),
        [found.kind, ...(found.channels ? [found.channels.map(code).join(", ")] : [])].join(": "),
        found.variables.map(code).join(", "),
        changeWords(found),
        surest(found.places).map(link).join("<br>"),
      ]),
    ),
  ];
}

function environmentSection(recon: Recon, { base }: Links): readonly string[] {
  return [
    "## 6. Environment contract",
    fullTable(
      ["variable", "read by", "required", "secret", "type", "default", "named at"],
      recon.environment.map(variable => [
        code(variable.name),
        READERS[variable.scope],
        variable.required ? "required" : "",
        variable.secret ? "secret" : "",
        variable.type === null ? "" : code(variable.type),
        defaultWords(variable),
        // That a file of variables names it is sure, whatever that says of the code.
        surest(variable.places)
          .map(place => placeLink(place, base))
          .join("<br>"),
      ]),
    ),
  ];
}

function buildSection(recon: Recon, { link, fileLink }: Links): readonly string[] {
  return [
    "## 7. Build scripts and Docker files",
    markdownTable(
      ["script", "kind", "what it does"],
      recon.buildScripts.map(({ path, kind, uses }) => [fileLink(path), kind, uses.join(", ")]),
      "No build script was found.",
    ),
    markdownTable(
      ["Docker file", "kind"],
      [
        ...recon.docker.dockerfiles.map(path => [fileLink(path), "Dockerfile"]),
        ...recon.docker.composeFiles.map(path => [fileLink(path), "Compose"]),
        ...recon.docker.ignoreFiles.map(path => [fileLink(path), "ignore file"]),
        ...recon.docker.devcontainers.map(path => [fileLink(path), "dev container"]),
      ],
      "No Docker file was found.",
    ),
    ...frontEndText(recon, link),
  ];
}

function riskSection(recon: Recon, { link }: Links): readonly string[] {
  return [
    "## 9. Risks and what to do about them",
    markdownTable(["risk", "why", "what to do", "evidence"], saidOnce(recon.readiness, link)),
    perProcessText(recon, link),
  ];
}

function questionSection(recon: Recon, { link }: Links): readonly string[] {
  return [
    "## 10. Open questions",
    markdownTable(
      ["what could not be read or decided", "where"],
      [
        ...recon.problems.map(problem => [escapeMarkdown(problem.message), link(problem.place)]),
        ...openQuestions(recon, link),
      ],
    ),
  ];
}

/** Who reads a variable, where it is not the application. */
const READERS: Readonly<Record<Recon["environment"][number]["scope"], string>> = {
  application: "",
  shell: "a shell script",
  library: "a library",
  script: "a script",
};

function defaultWords({ default: text, hasDefault }: Recon["environment"][number]): string {
  if (text === null) return hasDefault ? "has one" : "";
  return text === "" ? "empty text" : code(text);
}

/** What each part of a repository with several is, and what of the tables below is its own. */
function unitTable({ units }: Recon, fileLink: (path: string) => string): string {
  if (units.length === 0) return "";
  return markdownTable(
    ["unit", "folder", "started as", "talks to", "variables"],
    units.map(({ name, path, recon: unit }) => [
      escapeMarkdown(name),
      path === "" ? code(".") : fileLink(path),
      list(unit.entryPoints.map(({ kind, target }) => `${kind} ${code(target)}`)),
      list(
        [...new Set(unit.integrations.map(({ service, host }) => host ?? serviceName(service)))].map(escapeMarkdown),
      ),
      list(
        unit.environment.map(({ name: variable }) => code(variable)),
        8,
      ),
    ]),
  );
}

/** A repository of several units has its migrations where they are. */
function migrationText(recon: Recon, link: (place: Place) => string): string {
  const all = [{ name: "", recon }, ...recon.units].flatMap(({ name, recon: { migrations } }) =>
    migrations === null ? [] : [{ name, ...migrations }],
  );
  const lines = all.map(({ name, tool, command, place }) => {
    const whose = name === "" ? "" : `${escapeMarkdown(name)}: `;
    return `- ${whose}${escapeMarkdown(tool)}, ${code(command.join(" "))}, ${link(place)}`;
  });
  return lines.length === 0 ? "No migrations were found.\n" : `${lines.join("\n")}\n`;
}

/** What the code needs and does not say, and what nothing here tells of: the team has to answer it. */
function openQuestions(recon: Recon, link: (place: Place) => string): readonly (readonly string[])[] {
  const ask = (what: string, places: readonly Place[]): readonly string[] => [
    what,
    surest(places).map(link).join("<br>"),
  ];
  const unknown = recon.dependencies.filter(({ direct, python311 }) => direct && python311.verdict === "unknown");
  const needed = recon.environment.filter(
    ({ required, hasDefault, scope }) => required && !hasDefault && scope === "application",
  );
  const guessed = recon.entryPoints.filter(({ rank, confidence }) => rank === 1 && confidence === "low");
  return [
    ...needed.map(({ name, places }) =>
      ask(`Which value ${code(name)} has: it is required, and nothing gives one`, places),
    ),
    ...guessed.map(({ kind, command, place }) =>
      ask(`Whether the ${kind} is started by ${code(command.join(" "))}, which is a guess`, [place]),
    ),
    ...(unknown.length === 0
      ? []
      : [
          ask(
            `Whether ${list(
              unknown.map(({ name }) => code(name)),
              8,
            )} ${unknown.length === 1 ? "runs" : "run"} on Python 3.11`,
            unknown.map(({ place }) => place),
          ),
        ]),
  ];
}

const CERTAINTY = { high: 0, medium: 1, low: 2 } as const;

/** Three lines of evidence, what says most first: a sample file's line never stands in place of the code's. */
function surest(places: readonly Place[]): readonly Place[] {
  return [...places].sort((left, right) => CERTAINTY[left.confidence] - CERTAINTY[right.confidence]).slice(0, 3);
}

/** What a container makes of an integration point: a break that was found, or what has to be given to it. */
function changeWords({ breaksInContainer, kind, service, variables, host }: Recon["integrations"][number]): string {
  if (breaksInContainer !== null) return escapeMarkdown(breaksInContainer);
  if (kind === "filesystem" || service === "sqlite") return "a volume has to keep it";
  // A name of the internet leads there from a container as well; a variable beside it is a key or a part of the path.
  const [address] = kind === "http" && host?.includes(".") ? [] : variables;
  return address === undefined ? "nothing" : `${code(address)} has to name where it runs`;
}

const ROLES: Readonly<Record<Recon["frontEnds"][number]["role"], string>> = {
  served: "handed out by the application",
  committed: "built already: it lies in the repository",
  separate: "an application of its own",
  unclear: "not known who hands it out",
};

function frontEndText(
  { frontEnds }: Recon,
  link: (place: Recon["problems"][number]["place"]) => string,
): readonly string[] {
  if (frontEnds.length === 0) return [];
  return [
    markdownTable(
      ["front end", "built by", "result", "who hands it out", "evidence"],
      frontEnds.map(({ path, role, command, outputs, servedBy, place }) => [
        code(path || "."),
        command.length === 0 ? "" : code(command.join(" ")),
        outputs.map(code).join(", "),
        ROLES[role],
        [place, ...servedBy.slice(0, 2)].map(link).join("<br>"),
      ]),
    ),
  ];
}

function dataText({ integrations }: Recon, link: (place: Recon["problems"][number]["place"]) => string): string {
  return markdownTable(
    ["data on disk", "evidence"],
    integrations
      .filter(({ kind }) => kind === "filesystem")
      .map(found => [
        escapeMarkdown(found.host ?? serviceName(found.service)),
        surest(found.places).map(link).join("<br>"),
      ]),
    "No data files were found.",
  );
}

function perProcessText({ perProcess }: Recon, link: Links["link"]): string {
  if (perProcess.length === 0) return "";
  return `What stands against running a service more than once:\n\n${markdownTable(
    ["state of one process", "why", "what to do", "evidence"],
    saidOnce(perProcess, link),
  )}`;
}

/** A row for each thing that is said, with all the places that it is said of. */
function saidOnce(
  found: readonly { readonly what: string; readonly why: string; readonly fix: string; readonly place: Place }[],
  link: Links["link"],
): readonly (readonly string[])[] {
  return bySameWords(found, ({ what, why, fix }) => [what, why, fix]).map(group => [
    ...[group[0].what, group[0].why, group[0].fix].map(escapeMarkdown),
    group.map(({ place }) => link(place)).join("<br>"),
  ]);
}

function pythonSection(recon: Recon, link: (place: Recon["problems"][number]["place"]) => string): readonly string[] {
  const direct = recon.dependencies.filter(dependency => dependency.direct);
  return [
    recon.python.requires === null
      ? "No `requires-python` is declared.\n"
      : `Requires Python ${code(recon.python.requires.specifier)}, ${link(recon.python.requires.place)}\n`,
    markdownTable(
      ["pinned version", "by", "evidence"],
      recon.python.pins.map(pin => [code(pin.version), escapeMarkdown(pin.source), link(pin.place)]),
      "No file pins a version.",
    ),
    markdownTable(
      ["on Python 3.11", "why", "what to do", "evidence"],
      saidOnce(recon.python.problems, link),
      "Nothing was found that stands against Python 3.11.",
    ),
    fullTable(
      ["distribution", "asked for", "locked", "group", "system packages", "on 3.11", "evidence"],
      direct.map(dependency => [
        code(dependency.name),
        dependency.specifier === "" ? "any" : code(dependency.specifier),
        dependency.locked ?? "",
        dependency.group,
        [...new Set([...dependency.systemPackages.build, ...dependency.systemPackages.runtime])].map(code).join(", "),
        dependency.python311.verdict === "ok" || dependency.python311.verdict === "unknown"
          ? dependency.python311.verdict
          : `${dependency.python311.verdict}: ${escapeMarkdown(dependency.python311.why)}`,
        link(dependency.place),
      ]),
      "No dependency is declared.",
    ),
    direct.some(({ python311 }) => python311.verdict === "unknown")
      ? "Unknown: nothing in this folder tells, and no package index was asked. `drydock recon --online` asks yours.\n"
      : "",
    recon.undeclared.length === 0
      ? ""
      : `Imported but not declared: ${recon.undeclared.map(({ module, place }) => `${code(module)} (${link(place)})`).join(", ")}\n`,
    recon.unused.length === 0
      ? ""
      : `Declared but not used: ${recon.unused.map(({ name, place }) => `${code(name)} (${link(place)})`).join(", ")}\n`,
  ];
}
