import type { ComposeDesign, ServiceDesign } from "../blueprint";
import { entry, flow, list, map, type YamlEntry } from "../text/yaml-tree";
import { isImageOfOurs } from "../decisions/service-image";
import { isFilePassword, secretPath } from "../secret-files";
import { BACK, checkOf, FRONT, hasCheck, limits, logging } from "./app-services";

/** The entries of a backing service; `asTest` keeps its data in memory. */
export function backingEntries(service: ServiceDesign, compose: ComposeDesign, asTest = false): readonly YamlEntry[] {
  const { definition, name, passwordVariable } = service;
  const { restart, isSeparated } = compose;
  const file = !asTest && isFilePassword({ compose }, service) ? passwordVariable : null;
  const key = `services.${name}.image`;
  const environment = Object.entries(settingsOf(service)).map(([variable, value]) =>
    file !== null && value === "{password}"
      ? entry(`${variable}_FILE`, secretPath(file), key)
      : entry(variable, fill(value, service, asTest), key),
  );
  const data = service.data;
  const found: readonly (YamlEntry | null)[] = [
    entry("image", service.image, key),
    ...startOf(service, file).map(([name, words]) =>
      entry(
        name,
        flow(words.map(word => fill(word, service, asTest))),
        service.hasTls ? `services.${service.name}.tls` : key,
      ),
    ),
    environment.length > 0 ? entry("environment", map(environment), key) : null,
    file === null ? null : entry("secrets", list([file]), "secrets"),
    data === null
      ? null
      : asTest
        ? definition.testsInMemory
          ? entry("tmpfs", list([data]), `services.${name}.volume`)
          : null
        : service.volume === null
          ? null
          : entry("volumes", list([`${service.volume}:${data}`]), `services.${name}.volume`),
    !hasCheck(service)
      ? null
      : entry(
          "healthcheck",
          checkOf(check(checkText(service, file)), asTest ? "2s" : "10s", definition.startPeriod ?? "20s"),
          key,
        ),
    entry("restart", asTest ? "no" : restart, "compose.restart"),
    entry("init", true, "compose.restart"),
    asTest ? null : entry("stop_grace_period", "60s", key),
    isSeparated && !asTest
      ? entry("networks", flow(definition.needsOutside ? [FRONT, BACK] : [BACK]), "compose.networks")
      : null,
    definition.shm ? entry("shm_size", definition.shm, key) : null,
    entry("security_opt", flow(["no-new-privileges:true"]), "user.uid"),
    logging(),
    limits(service.memory, 512),
  ];
  return found.filter(item => item !== null);
}

/** What it runs; an image that a person chose instead of ours may start in another way. */
function startOf(
  { definition, exists, image, buckets, hasTls }: ServiceDesign,
  file: string | null,
): readonly [string, readonly string[]][] {
  const { withBuckets, command, commandWithFile, commandWithTls } = definition;
  if (hasTls && commandWithTls) return [["command", commandWithTls]];
  if (!isImageOfOurs(definition, image)) return [];
  if (withBuckets && buckets.length > 0 && !exists) return Object.entries(withBuckets(buckets));
  if (file !== null && commandWithFile)
    return [["command", commandWithFile.map(word => word.replace("{file}", secretPath(file)))]];
  return command ? [["command", command]] : [];
}

/** What the container is told, by who the code signs in as. */
function settingsOf(service: ServiceDesign): Readonly<Record<string, string>> {
  const { definition, fixed } = service;
  const { pathVariable } = definition;
  return {
    ...loginOf(service),
    ...(pathVariable !== undefined && fixed?.database ? { [pathVariable]: fixed.database } : {}),
  };
}

function loginOf({ definition, fixed, user }: ServiceDesign): Readonly<Record<string, string>> {
  const own = definition.environment ?? {};
  if (fixed?.login === "open") return definition.open ?? own;
  // The image refuses to make its administrator once more as a user.
  return (
    (user !== null && user === definition.administrator?.user ? definition.administrator.environment : null) ?? own
  );
}

/** A check that needs the password reads the file where no variable has it. */
function checkText({ definition, exists, fixed }: ServiceDesign, file: string | null): string | readonly string[] {
  const isPlain = exists || (fixed !== null && fixed.login !== "user");
  const test = (isPlain ? definition.checkOfTheirs : undefined) ?? definition.check ?? "";
  if (file === null || typeof test !== "string") return test;
  const own = Object.entries(definition.environment ?? {}).filter(([, value]) => value === "{password}");
  return own.reduce((text, [variable]) => text.replaceAll(`$$${variable}`, () => `$$(cat ${secretPath(file)})`), test);
}

function check(test: string | readonly string[]): readonly string[] | string {
  return typeof test === "string" ? test : ["CMD", ...test];
}

function fill(template: string, service: ServiceDesign, asTest: boolean): string {
  return template
    .replace("{user}", service.user ?? "app")
    .replace("{database}", service.database ?? "app")
    .replaceAll("{host}", service.name)
    .replace(
      "{password}",
      // Only a password that stands in the code is the same one for the tests.
      asTest && service.passwordVariable !== null && !service.fixed?.password
        ? `\${TEST_${service.passwordVariable}:-test}`
        : (service.password ?? ""),
    );
}
