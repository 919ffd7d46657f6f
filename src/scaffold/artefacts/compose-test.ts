import type { Blueprint, UnitDesign, VariableDesign, VariableSource } from "../blueprint";
import { backingEntries } from "../compose/backing-services";
import { buildOf, hasCheck, imageReference, secretSource } from "../compose/app-services";
import { debugVariables } from "../compose/debug-variables";
import { defineArtefact } from "../define-artefact";
import { services as KNOWN } from "../service-registry";
import { LineWriter } from "../text/line-writer";
import { entry, flow, list, map, writeEntries, type YamlEntry } from "../text/yaml-tree";

export const artefact = defineArtefact({
  id: "compose-test",
  title: "Compose file for the tests",
  scope: "stack",
  render({ blueprint }) {
    const units = blueprint.units.filter(unit => unit.tests !== null && !unit.isForeignDockerfile);
    if (units.length === 0) return null;
    const path = blueprint.compose.path.replace(/\.(ya?ml)$/, ".test.$1");
    const services: YamlEntry[] = units.map((unit, at) =>
      entry(testName(unit), testEntries(blueprint, unit), "test.command", { gap: at > 0 }),
    );
    for (const service of blueprint.services) {
      if (!service.units.some(name => units.some(({ unit }) => unit === name))) continue;
      services.push(
        entry(service.name, map(backingEntries(service, blueprint.compose, true)), `services.${service.name}.image`, {
          gap: true,
        }),
      );
    }
    const secrets = new Map(
      units.flatMap(({ install }) => install.secrets.map(secret => [secret.id, secretSource(secret)] as const)),
    );
    const writer = new LineWriter();
    const command = units.map(unit => `docker compose -f ${path} run --rm --build ${testName(unit)}`).join(" && ");
    writer.add(`# ${command}; afterwards: docker compose -f ${path} down`, "test.command");
    writer.add(`name: ${blueprint.project}-test`, "test.command");
    writeEntries(writer, [entry("services", map(services), "test.command", { gap: true })], 0);
    if (secrets.size > 0) {
      const files = [...secrets].map(([id, source]) => entry(id, map([source]), "install.secrets"));
      writeEntries(writer, [entry("secrets", map(files), "install.secrets", { gap: true })], 0);
    }
    return { path, unit: null, text: writer.text, reasons: writer.reasons(path, null), merge: "compose" };
  },
});

const LEADING: ReadonlySet<VariableSource> = new Set<VariableSource>(["service", "unit", "secret"]);

function testName(unit: UnitDesign): string {
  return unit.unit === null ? "tests" : `${unit.name}-tests`;
}

/** The same image as in development, with services whose data lives in memory and values that are no secrets. */
function testEntries(blueprint: Blueprint, unit: UnitDesign): ReturnType<typeof map> {
  const backing = blueprint.services.filter(({ units }) => units.includes(unit.unit));
  // What has its password in the code has the same one here.
  const written = new Set(
    backing.flatMap(({ fixed, passwordVariable }) => (fixed?.password ? [passwordVariable] : [])),
  );
  const given = new Map(unit.tests?.environment);
  // What leads to a service of the stack does so in the tests as well.
  for (const { name, source } of unit.variables) if (LEADING.has(source)) given.delete(name);
  // Off, every request of a test is led to HTTPS; else it stays off, since on it may load what the test stage has not installed.
  const debugging = unit.layout.redirectsUnlessDebugging ? debugVariables(unit) : null;
  const values = [
    ...unit.variables.flatMap(({ name, value, required, secret, buildValue, envValue }) =>
      given.has(name) || (value === null && !required)
        ? []
        : [
            entry(
              name,
              debugging?.get(name) ??
                plain(
                  value,
                  fileAddress(envValue) ??
                    (secret && !buildValue.includes("://")
                      ? testValue(name, hasForm(envValue) ? buildValue : null)
                      : buildValue),
                  written,
                ),
              `environment.${name}`,
            ),
          ],
    ),
    ...[...given].map(([name, value]) => entry(name, value, "test.command")),
  ];
  return map([
    entry("image", `${imageReference(blueprint, unit)}:test`),
    entry("build", buildOf(blueprint, unit, "test"), "test.command"),
    values.length > 0 ? entry("environment", map(values), "test.command") : null,
    backing.length > 0
      ? entry(
          "depends_on",
          map(
            backing.map(service =>
              entry(service.name, map([entry("condition", hasCheck(service) ? "service_healthy" : "service_started")])),
            ),
          ),
          "services",
        )
      : null,
    entry("init", true),
    entry("tmpfs", list(["/tmp"])),
    entry("cap_drop", flow(["ALL"]), "user.uid"),
    entry("security_opt", flow(["no-new-privileges:true"]), "user.uid"),
  ]);
}

/** An address of SQLite holds no password, and made-up characters are no address. */
function fileAddress(value: VariableDesign["envValue"]): string | null {
  return value !== null && "text" in value && /^sqlite(?:\+\w+)?:\/\//.test(value.text) ? value.text : null;
}

/** Fernet refuses what is no key of its own, Telegram what is no token. */
function hasForm(value: VariableDesign["envValue"]): boolean {
  return value !== null && "random" in value && value.random !== "text";
}

/** A secret for tests is none; it has a name of its own, so that `.env` never brings the real one into them. */
function testValue(name: string, formed: string | null = null): string {
  // Long enough for code that wants as many characters as the keys have that Django makes.
  const usual = isServicePassword(name) ? "test" : "only-for-tests-0123456789abcdef0123456789abcdef0123456789";
  return `\${TEST_${name}:-${formed ?? usual}}`;
}

/** A reference to `.env` as a whole becomes its stand-in; passwords inside addresses become those of the test services. */
function plain(value: string | null, standIn: string, written: ReadonlySet<string | null>): string {
  if (value === null) return standIn;
  const whole = /^\$\{(\w+):\?[^}]*\}$/.exec(value)?.[1];
  if (whole !== undefined && written.has(whole)) return value;
  if (whole !== undefined) return isServicePassword(whole) ? testValue(whole) : standIn;
  return value
    .replace(/\$\{(\w+):\?[^}]*\}/g, (reference, name: string) => (written.has(name) ? reference : testValue(name)))
    .replace(/\$\{\w+:-([^}]*)\}/g, kept);
}

/** Defaults of other references are taken as they are; test values stay references. */
function kept(reference: string, preset: string): string {
  return reference.startsWith("${TEST_") ? reference : preset;
}

function isServicePassword(name: string): boolean {
  return KNOWN.some(({ access }) => access.passwordVariable !== null && name.endsWith(access.passwordVariable));
}
