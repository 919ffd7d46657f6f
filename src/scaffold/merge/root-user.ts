import type { Stage } from "../../docker/dockerfile/stages";
import type { Instruction } from "../../docker/dockerfile/types";
import { plainText } from "../../docker/dockerfile/logical-text";
import { parseShell } from "../../docker/shell/parse";
import { readRunScript } from "../../docker/shell/run-script";
import { unwrap } from "../../recon/commands/unwrap";
import { writesSchedule } from "../decisions/celery-schedule";
import { isInside, joinPath, nameOf } from "../../model/paths";
import type { UnitDesign } from "../blueprint";
import { envFileOf } from "../layout/compose-file";
import { servicesOf, type ExistingService } from "../layout/existing-compose";
import { listedWords, startCommands } from "../layout/listening";

/**
 * A start script that prepares folders as root and then becomes another user needs to be root until then; so does one that
 * starts a system's own services, or writes their settings.
 */
export function needsRoot({ layout, dockerfile }: UnitDesign): boolean {
  return layout.starts
    .filter(({ path }) => path === dockerfile)
    .some(({ entrypoint, command, supervised, workFolders }) =>
      [...entrypoint, ...command, ...supervised].some(
        ({ text }) =>
          LEAVES_ROOT.test(text) || runsSudo(text) || startsSystemService(text) || writesSettings(text, workFolders),
      ),
    );
}

const LEAVES_ROOT = /(?:^|[\s"/])(?:gosu|su-exec|setpriv|runuser)["\s]/;
const SYSTEM_SERVICE = /^(?:nginx|supervisord|crond?|sshd|httpd|apache2ctl|rsyslogd)$/;

/**
 * By the program of a command, of which messages and comments of many scripts tell; each word of a list stays one word, but
 * for the only one, which may be the command line of a shell that the ENTRYPOINT names.
 */
function runsSudo(text: string): boolean {
  const words = listedWords(text);
  const list = words?.length === 1 ? words : words?.map(word => `'${word.replaceAll("'", "'\\''")}'`);
  const line = plainText(list?.join(" ") ?? text, 0);
  return parseShell(line).commands.some(({ name }) => name === "sudo" || name === "su");
}

/** By the program of a command: the same word elsewhere is an argument, or a message. */
function startsSystemService(text: string): boolean {
  return startCommands(text).some(words => {
    const [program = "", service = ""] = unwrap(words).map(nameOf);
    return SYSTEM_SERVICE.test(program) || (program === "service" && SYSTEM_SERVICE.test(service));
  });
}

/** The application's own folder may lie there, and /usr/local is where an image keeps what is added. */
function writesSettings(text: string, workFolders: readonly string[]): boolean {
  const free = ["/usr/src", "/usr/local", ...workFolders].filter(folder => folder !== "/");
  return [...text.matchAll(/>\s*(\/(?:etc|usr)\/[^\s"';&|)]*)/g)].some(
    ([, path = ""]) => !free.some(folder => isInside(folder, path)),
  );
}

/**
 * Whether the image would stop working under another user, so that one has to be arranged by hand: the code writes beside
 * itself, or keeps Celery's schedule there, or reads a mounted file that is open to its owner alone, or what runs lies in root's home, or the containers write
 * where root owns the folders.
 */
export function worksAsRootOnly(chain: readonly Stage[], unit: UnitDesign): boolean {
  const services = servicesOf(unit.layout.compose, unit.dockerfile);
  const starts = [
    ...unit.layout.starts
      .filter(({ path }) => path === unit.dockerfile)
      .flatMap(({ entrypoint, command, supervised }) => [...entrypoint, ...command, ...supervised]),
    ...services.flatMap(({ start, supervised }) => [...(start ?? []), ...supervised]),
  ].map(({ text }) => text);
  const instructions = chain.flatMap(stage => stage.instructions);
  return (
    unit.dataFolders.length > 0 ||
    unit.dataLinks.length > 0 ||
    instructions.some(({ kind }) => kind === "VOLUME") ||
    services.some(service => service.writtenFolders.length > 0 || readsMountedEnv(unit, service)) ||
    starts.some(text => WRITES_BESIDE_CODE.test(text)) ||
    starts.some(text => startCommands(text).some(words => writesSchedule(unit.recon, unwrap(words)))) ||
    runsFromRootsHome(instructions, starts)
  );
}

/** Whether the code reads, in a container of the service, the very `.env` that Compose reads. */
export function readsMountedEnv({ layout }: UnitDesign, { mounted }: ExistingService): boolean {
  const env = envFileOf(layout.compose?.path ?? "");
  return layout.readsEnvFile && mounted.some(source => isInside(source, env));
}

const WRITES_BESIDE_CODE = /\bmanage\.py["',\s]+(?:collectstatic|makemigrations|compilemessages|compress)\b/;

/** What packages are fetched into is of no use once they are installed. */
const INSTALLERS_CACHE = /^(?:PDM|PIP|PIPENV|UV)_CACHE_DIR$/;
const IN_ROOTS_HOME = /(?:^|[:=])(?:\/root|\$\{?HOME\}?|~)\//;

/** The folder that the containers start in, without its first slash. */
function workFolder(instructions: readonly Instruction[]): string {
  const named = instructions.flatMap(({ kind, body }) => (kind === "WORKDIR" ? [body.text.trim()] : []));
  const absolute = named.findLastIndex(folder => folder.startsWith("/"));
  return joinPath(...named.slice(Math.max(0, absolute)));
}

/** Tools keep environments and settings in the home of who calls them, which is root's while an image is built. */
function runsFromRootsHome(instructions: readonly Instruction[], starts: readonly string[]): boolean {
  const pairs = instructions.flatMap(each => (each.kind === "ENV" ? each.pairs : []));
  const isSet = (name: RegExp): boolean => pairs.some(({ key }) => name.test(key.value));
  const ran = instructions.flatMap(run => readRunScript(run).commands);
  const lines = ran.map(({ name, words }) => [name, ...words.slice(1).map(({ text }) => text)].join(" "));
  const runs = (line: RegExp): boolean => lines.some(text => line.test(text));
  const startsBy = (line: RegExp): boolean => starts.some(text => line.test(text.replace(/[",[\]]+/g, " ")));
  const install = lines.findIndex(text => /^poetry\b.* (?:install|sync)\b/.test(text));
  const isPlaced = (text: string): boolean =>
    /^poetry config\b.* virtualenvs\.(?:create false|in-project true|path )/.test(text);
  const isInVenv = isSet(/^VIRTUAL_ENV$/) || runs(/\/activate\b/);
  return [
    pairs.some(({ key, value }) => !INSTALLERS_CACHE.test(key.value) && IN_ROOTS_HOME.test(value?.value ?? "")),
    isInside("root", workFolder(instructions)),
    instructions.some(
      each =>
        each.kind === "COPY" &&
        each.flags.some(({ name }) => name === "from") &&
        isInside("/root", each.destination?.value ?? ""),
    ),
    startsBy(/(?:^|[\s'=:])\/root\//),
    runs(/^pip[\d.]* install\b.* --user\b/),
    install >= 0 && !isInVenv && !isSet(/^POETRY_VIRTUALENVS_/) && !lines.slice(0, install).some(isPlaced),
    startsBy(/\bpoetry\s+run\b/) &&
      !isSet(/^POETRY_VIRTUALENVS_/) &&
      runs(/^poetry config (?!--local).*virtualenvs\.(?:create false|path )/),
    runs(/^pipenv (?!.*--system).*\b(?:install|sync)\b/) &&
      !isInVenv &&
      !isSet(/^(?:PIPENV_VENV_IN_PROJECT|PIPENV_SYSTEM|WORKON_HOME)$/),
    startsBy(/\buv\s+run\b(?!.*--no-sync)/) && !isSet(/^UV_NO_SYNC$/),
  ].some(Boolean);
}
