import { joinPath, nameOf, relativeTo } from "../../model/paths";
import { volumeName } from "../compose/app-services";
import type { Blueprint, ServiceDesign, UnitDesign } from "../blueprint";
import { cite } from "../cite";
import { migrateService } from "../migrate-service";
import type { LineWriter } from "../text/line-writer";

/** Where data lies, how it is brought along once, saved and carried over to a new major version. */
export function writeData(writer: LineWriter, blueprint: Blueprint): void {
  const rows = [
    ...blueprint.services.flatMap(({ name, volume, data, exists }) =>
      volume === null
        ? []
        : [
            `| ${exists ? "as your file has it" : `\`${volume}\``} | \`${name}\`: \`${data ?? ""}\` | ${personal(blueprint, volume)} |`,
          ],
    ),
    // Where a Dockerfile of the person's own puts the code is not known.
    ...blueprint.units.flatMap(unit =>
      (unit.isForeignDockerfile ? [] : unit.dataFolders).map(({ path, volume, why }) =>
        volume === null
          ? `| none, memory only | \`${path}\` (${why}) | no |`
          : `| \`${volumeName(unit, volume)}\` | \`${path}\` (${why}) | ${personal(blueprint, volumeName(unit, volume))} |`,
      ),
    ),
  ];
  if (rows.length === 0) return;
  writer
    .gap()
    .add(
      [
        "## Data",
        "",
        "| volume | where | personal data |",
        "| --- | --- | --- |",
        ...rows,
        "",
        "Which volumes and tables hold personal data is yours to say: `data.personal` in `.drydock.yaml`. Tables named there",
        "are left out of the dumps below.",
      ],
      "data.folders",
    );
  writeImport(writer, blueprint);
  writeBackup(writer, blueprint);
}

function personal(blueprint: Blueprint, volume: string): string {
  return blueprint.personal.includes(volume) ? "yes, as you said" : "not said";
}

interface Step {
  readonly what: string;
  readonly commands: readonly string[];
}

/** One order for everything that is brought along: the schema first, then rows, then files. */
function writeImport(writer: LineWriter, blueprint: Blueprint): void {
  const steps = importSteps(blueprint);
  if (steps.length === 0) return;
  writer
    .gap()
    .add(
      ["### Bringing data along, once", "", "Stop the application where it runs today, then, in this order:"],
      "services",
    );
  steps.forEach(({ what, commands }, at) => {
    writer.gap().add(`${at + 1}. ${what}`, "services");
    writer.gap().add(
      commands.map(command => `       ${command}`),
      "services",
    );
  });
}

function importSteps(blueprint: Blueprint): readonly Step[] {
  const databases = blueprint.services.filter(({ definition }) => SQL.has(definition.id));
  const steps: Step[] = [];
  const old = blueprint.units.flatMap(unit => unloadSteps(unit, databases));
  steps.push(...old);
  if (databases.length > 0) {
    steps.push({
      what: `Start the ${databases.length === 1 ? "database" : "databases"} alone.`,
      commands: [`docker compose up --detach --wait ${databases.map(({ name }) => name).join(" ")}`],
    });
    for (const service of databases) {
      steps.push({
        what: `A dump of today's ${service.definition.title} is loaded before any migration; without one leave this out.`,
        commands: [`${clientOf(service)} < dump.sql`],
      });
    }
  }
  for (const unit of blueprint.units) {
    if (unit.migrate !== null) {
      steps.push({
        what: "Bring the schema up to what the code expects; on a loaded dump only what is newer runs.",
        commands: [`docker compose run --rm ${migrateService(unit)}`],
      });
    }
    steps.push(...loadSteps(unit, databases), ...fixtureSteps(unit), ...fileSteps(unit));
  }
  if (steps.length > 0) steps.push({ what: "Start everything.", commands: ["docker compose up --detach --wait"] });
  // A stack without databases, files and fixtures has nothing to bring along.
  return steps.length > 1 ? steps : [];
}

const SQL = new Set(["postgres", "mysql", "mariadb"]);

function sqliteFiles(unit: UnitDesign): readonly string[] {
  return unit.layout.writes.flatMap(({ base, folder, file, isLog }) =>
    file === null || isLog ? [] : [joinPath(hostBase(unit, base), folder, file)],
  );
}

/** Where paths of the code start on the machine of today, relative to the unit. */
function hostBase(unit: UnitDesign, base: "unit" | "work"): string {
  return base === "unit" ? "" : relativeTo(unit.homeFolder.slice(1), unit.workFolder.slice(1));
}

function isDjango(unit: UnitDesign): boolean {
  return unit.migrate?.includes("manage.py") === true;
}

function runs(unit: UnitDesign): string {
  return unit.web?.service ?? unit.processes[0]?.service ?? unit.name;
}

/** SQLite becomes a server: Django writes its rows as JSON, which any database takes. */
function unloadSteps(unit: UnitDesign, databases: readonly ServiceDesign[]): readonly Step[] {
  const [file] = sqliteFiles(unit);
  if (file === undefined || !usesAny(unit, databases) || !isDjango(unit)) return [];
  return [
    {
      what: `Write the rows of \`${file}\` as JSON, with the environment that the application has today.`,
      commands: [
        "python manage.py dumpdata --natural-foreign --natural-primary \\",
        "    --exclude contenttypes --exclude auth.permission --output data.json",
      ],
    },
  ];
}

function loadSteps(unit: UnitDesign, databases: readonly ServiceDesign[]): readonly Step[] {
  const [file] = sqliteFiles(unit);
  const database = databases.find(({ units }) => units.includes(unit.unit));
  if (file === undefined) return [];
  if (database === undefined) {
    const target =
      unit.dataFolders.find(({ path, volume }) => volume !== null && inside(unit, file, path))?.path ?? "/data";
    return [
      {
        what: `Copy \`${file}\` onto its volume, as the user that the application runs as.`,
        commands: [copyCommand(unit, `./${file}`, `/import/${nameOf(file)}`, `cp /import/${nameOf(file)} ${target}/`)],
      },
    ];
  }
  if (isDjango(unit)) {
    return [
      {
        what: "Load the rows of step 1.",
        commands: [copyCommand(unit, "./data.json", "/tmp/data.json", "python manage.py loaddata /tmp/data.json")],
      },
    ];
  }
  return database.definition.id === "postgres"
    ? [
        {
          what: `Copy the rows of \`${file}\` into the tables that the migration made.`,
          commands: [
            `docker run --rm --network container:$(docker compose ps --quiet ${database.name}) \\`,
            `    --volume "$PWD/${file}:/import.db:ro" dimitri/pgloader pgloader --with "data only" \\`,
            `    sqlite:///import.db "postgresql://${database.user ?? "app"}:PASSWORD@localhost/${database.database ?? "app"}"`,
          ],
        },
      ]
    : [
        {
          what: `Copy the rows of \`${file}\` into the tables that the migration made (PASSWORD is in .env).`,
          commands: [
            `docker run --rm --network container:$(docker compose ps --quiet ${database.name}) \\`,
            `    --volume "$PWD/${file}:/import.db:ro" python:3.11-slim sh -c "pip install sqlite3-to-mysql && sqlite3mysql \\`,
            `    --sqlite-file /import.db --mysql-host 127.0.0.1 --mysql-user ${database.user ?? "app"} --mysql-password PASSWORD \\`,
            `    --mysql-database ${database.database ?? "app"} --without-tables"`,
          ],
        },
      ];
}

function fixtureSteps(unit: UnitDesign): readonly Step[] {
  const fixtures = unit.layout.files.filter(
    path => /(?:^|\/)fixtures\/[^/]+\.(?:json|ya?ml|xml)$/.test(path) && !/(?:^|\/)tests?\//.test(path),
  );
  if (!isDjango(unit) || fixtures.length === 0) return [];
  const names = [...new Set(fixtures.map(path => nameOf(path).replace(/\.\w+$/, "")))];
  return [
    {
      what: `Rows that every installation has (\`${fixtures[0] ?? ""}\`${fixtures.length > 1 ? ` and ${fixtures.length - 1} more` : ""}): leave out what a dump brought already.`,
      commands: [`docker compose run --rm ${runs(unit)} python manage.py loaddata ${names.join(" ")}`],
    },
  ];
}

function fileSteps(unit: UnitDesign): readonly Step[] {
  return (unit.isForeignDockerfile ? [] : unit.dataFolders).flatMap(({ path, volume }) => {
    const folder = unit.layout.writes.find(
      written =>
        written.file === null && path === `/${joinPath(unit.homeFolder, hostBase(unit, written.base), written.folder)}`,
    );
    if (volume === null || folder === undefined) return [];
    const host = joinPath(unit.path, hostBase(unit, folder.base), folder.folder);
    return [
      {
        what: `Copy the files of \`${host}\` (${cite(folder.place)}) onto their volume.`,
        commands: [copyCommand(unit, `./${host}`, "/import", `cp -R /import/. ${path}/`)],
      },
    ];
  });
}

/** Runs as the application's own user, so that what is copied belongs to it. */
function copyCommand(unit: UnitDesign, from: string, to: string, command: string): string {
  return `docker compose run --rm --no-deps --volume ${from}:${to}:ro ${runs(unit)} ${command}`;
}

function inside(unit: UnitDesign, file: string, path: string): boolean {
  const parent = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "";
  return path === (parent === "" ? "/data" : `${unit.homeFolder}/${parent}`);
}

function usesAny(unit: UnitDesign, databases: readonly ServiceDesign[]): boolean {
  return databases.some(({ units }) => units.includes(unit.unit));
}

/** The client inside the container, which knows the password already. */
function clientOf({ name, definition, user, database }: ServiceDesign): string {
  if (definition.id === "postgres")
    return `docker compose exec -T ${name} psql --username ${user ?? "app"} --dbname ${database ?? "app"}`;
  const program = definition.id === "mysql" ? "mysql" : "mariadb";
  return `docker compose exec -T ${name} sh -c 'exec ${program} -u"$${program.toUpperCase()}_USER" -p"$${program.toUpperCase()}_PASSWORD" "$${program.toUpperCase()}_DATABASE"'`;
}

function dumpOf(blueprint: Blueprint, { name, definition, user, database }: ServiceDesign): string {
  const tables = blueprint.personal.filter(named => !isVolume(blueprint, named));
  if (definition.id === "postgres") {
    const without = tables.map(table => ` --exclude-table-data ${table}`).join("");
    return `docker compose exec -T ${name} pg_dump --username ${user ?? "app"}${without} ${database ?? "app"} > dump.sql`;
  }
  const program = definition.id === "mysql" ? "mysqldump" : "mariadb-dump";
  const prefix = definition.id === "mysql" ? "MYSQL" : "MARIADB";
  const without = tables.map(table => ` --ignore-table="$${prefix}_DATABASE.${table}"`).join("");
  return `docker compose exec -T ${name} sh -c 'exec ${program} --single-transaction -u"$${prefix}_USER" -p"$${prefix}_PASSWORD"${without} "$${prefix}_DATABASE"' > dump.sql`;
}

function isVolume(blueprint: Blueprint, name: string): boolean {
  return (
    blueprint.services.some(({ volume }) => volume === name) ||
    blueprint.units.some(unit =>
      unit.dataFolders.some(({ volume }) => volume !== null && volumeName(unit, volume) === name),
    )
  );
}

function writeBackup(writer: LineWriter, blueprint: Blueprint): void {
  const databases = blueprint.services.filter(({ definition }) => SQL.has(definition.id));
  if (databases.length === 0) return;
  writer
    .gap()
    .add(
      [
        "### Saving data, and moving to a new major version",
        "",
        "A major version of a database does not read the files of the one before. Save, change the image, drop the volume, load:",
        "",
        ...databases.map(service => `    ${dumpOf(blueprint, service)}`),
        "    docker compose down --volumes        # deletes the data; the dump is all there is",
        `    docker compose up --detach --wait ${databases.map(({ name }) => name).join(" ")}`,
        ...databases.map(service => `    ${clientOf(service)} < dump.sql`),
      ],
      "services",
    );
}
