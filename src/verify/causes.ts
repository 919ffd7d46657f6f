import type { DrydockError } from "../model/error";
import { buildError, endingException, lastException, raisedLine } from "../model/last-exception";
import { nameOf } from "../model/paths";
import type { Place } from "../model/place";
import { sentences } from "../model/sentences";
import type { Cause } from "../model/verification";
import { removedModules } from "../recon/knowledge/python-support";
import { pytestPlugins } from "../recon/knowledge/pytest-options";
import { namesInReleases } from "../recon/knowledge/debian-releases";
import { workspacePath } from "./test-failures";

interface Known {
  readonly pattern: RegExp;
  readonly what: (match: RegExpExecArray) => string;
  /** What of the workspace to look for, where a change of a file could mend it. */
  readonly trail?: (match: RegExpExecArray) => Trail;
}

/** Where the mending of a failure begins: a module that nothing provides, or rules of readiness; `path` is what was refused. */
export type Trail = { readonly module: string } | { readonly rules: readonly string[]; readonly path: string | null };

const localAddress = (): Trail => ({ rules: ["localhost-address"], path: null });
const refusedPath = (match: RegExpExecArray): Trail => ({
  rules: ["hard-coded-path", "local-data", "log-file"],
  path: match[1] ?? null,
});

/**
 * The first error that Django's check found; warnings, which let a program run, may stand before and after it.
 * Source: https://docs.djangoproject.com/en/5.2/topics/checks/ and BaseCommand.check, which prints them by severity.
 */
const SYSTEM_CHECK = /SystemCheckError: System check identified some issues:[\s\S]*?\n(?:CRITICALS|ERRORS):\n([^\n]+)/;

/**
 * What pydantic says of settings: each on a line, why below it. Of other models it says the same, so the traceback has to lead
 * through BaseSettings (`pydantic_settings/main.py`, in version 1 `env_settings`), or the class's name to end like theirs.
 */
const SETTINGS_ERROR =
  /ValidationError: \d+ validation errors? for (?:(?<=(?:pydantic_settings|env_settings)[^]{1,3000})(\w+)|(\w*(?:Settings|Config|Env)))\n((?:[\w.]+\n(?:[ \t].*(?:\n|$))+)+)/;

/** What people call their own modules as well, which then are missing for another reason. */
const OWN_NAMES: ReadonlySet<string> = new Set(["parser", "symbol", "formatter", "pipes", "chunk", "crypt", "nis"]);
const REMOVED = [...removedModules.keys()].filter(name => !OWN_NAMES.has(name)).join("|");
/** Of packages alone a part may be missing: no other of these modules has any. */
const REMOVED_MODULE = new RegExp(
  `ModuleNotFoundError: No module named ['"](?:(distutils|lib2to3)\\.[\\w.]+|(${REMOVED}))['"]`,
);

function removedModule(name: string): string {
  const { removed = "", backport } = removedModules.get(name) ?? {};
  const raise = backport === undefined ? "Raise" : `Declare ${backport}, or raise`;
  return `Python has no module ${name} from ${removed} on. ${raise} what imports it, or choose an older Python by python.version.`;
}

function unsetVariable(name = ""): string {
  return `The variable ${name} is not set. Give it in compose.yaml or .env.`;
}

function refusedSettings(owner: string, errors: string): string {
  const missing = [...errors.matchAll(/^(\S+)\n\s+field required/gim)].map(([, name = ""]) => name);
  if (missing.length === 1)
    return `The setting ${missing[0]} of ${owner} is not set. Give its variable in compose.yaml or .env.`;
  if (missing.length > 1)
    return `The settings ${missing.slice(0, -1).join(", ")} and ${missing.at(-1)} of ${owner} are not set. Give their variables in compose.yaml or .env.`;
  const [name = "", why = ""] = errors.split("\n");
  return `The setting ${name} of ${owner} is refused: ${why.replace(/ \[.*/, "").trim()}. Correct its variable in compose.yaml or .env.`;
}

/** `file` is that of pytest's settings, which it names whether the options stand there or in its command. */
function unknownOptions(words: readonly string[], file: string): string {
  const [option = ""] = words.filter(word => word.startsWith("-"));
  const plugins = pytestPlugins(words);
  const known = plugins.length === 0 ? "a plug-in that is not there" : plugins.join(" and ");
  return `pytest has no option ${option}, which its command or ${file === "None" ? "environment" : file} gives it and ${known} would bring. Declare ${plugins.length === 0 ? "that" : known} with what the tests need.`;
}

/** Failures that a container's log names, most telling first: what is wrong and what to do, in two sentences. */
const KNOWN: readonly Known[] = [
  {
    pattern: SYSTEM_CHECK,
    what: match => `Django's own check refuses it: ${(match[1] ?? "").trim()}`,
  },
  {
    // What an installer builds stands in an environment of its own, whatever the image has.
    pattern:
      /No module named 'pkg_resources'[^]{0,600}?(?:Getting requirements to build|Preparing metadata|build backend returned|metadata-generation)/,
    what: () =>
      "A distribution is built by a setup.py that imports pkg_resources, which setuptools has no more from 82 on. Write setuptools<82 into [build-system] requires beside a setup.py of your own, or raise the distribution to a release that has a wheel.",
  },
  {
    pattern: REMOVED_MODULE,
    what: match => removedModule(match[1] ?? match[2] ?? ""),
  },
  {
    // Django imports the module that its variable names; between its own frame and the exception stand those of importlib alone.
    pattern:
      /django\/conf\/__init__\.py", line \d+, in __init__\n(?:(?![ \t]*File ")[^\n]*\n){1,3}(?:[ \t]*File "(?:[^"\n]*\/importlib\/__init__\.py|<frozen importlib\._bootstrap>)"[^\n]*\n(?:(?![ \t]*File ")[ \t][^\n]*\n){0,3})+ModuleNotFoundError: No module named ['"]([\w.]+)['"]/,
    what: match =>
      `The image has no settings module ${match[1]}, which DJANGO_SETTINGS_MODULE names. Correct that variable in compose.yaml or .env, or what the code takes it from, or copy the module into the image.`,
  },
  {
    pattern: /ModuleNotFoundError: No module named ['"]([\w.]+)['"]/,
    what: match =>
      `The image has no module ${match[1]}. Declare the distribution that provides it, or copy the code into the image.`,
    trail: match => ({ module: match[1] ?? "" }),
  },
  {
    pattern: /ImportError: ([\w.+-]+\.so[\w.]*): cannot open shared object file/,
    what: match =>
      `The system library ${match[1]} is missing at run time. Add its Debian package to install.system.runtime.`,
  },
  {
    pattern: /E: (?:Package '([^'\s]+)' has no installation candidate|Unable to locate package (\S+))/,
    what: match => {
      const name = match[1] ?? match[2] ?? "";
      const others = namesInReleases(name);
      return `The Debian release of the base image has no package ${name}, or apt-get update did not run before. ${
        others.length === 0
          ? "Correct the name, or name another release in the image's tag."
          : `Install ${others.join(" or ")} in its place, or name an older release in the image's tag.`
      }`;
    },
  },
  {
    pattern: /E: The repository '([^'\s]+) (\w+)[^'\n]*' (?:does not have a|no longer has a) Release file/,
    what: match =>
      `The mirror ${match[1]} no longer carries ${match[2]}. Build on an image of a release that is still served.`,
  },
  {
    pattern: /(?:pg_config|mysql_config|mariadb_config)[^\n]{0,40}not found/,
    what: () =>
      "A database driver is compiled from source and its headers are missing. Add them to install.system.build, or use the binary distribution.",
  },
  {
    pattern:
      /(?:error: command '?\S*(?:gcc|cc|g\+\+)'? failed: No such|unable to execute '\S*gcc'|gcc: command not found)/,
    what: () =>
      "A distribution is compiled from source and the build stage has no compiler. Add gcc and the headers it needs to install.system.build.",
  },
  {
    pattern:
      /(?:Connection refused|ConnectionRefusedError|could not connect to server)[^\n]{0,200}(?:localhost|127\.0\.0\.1)|(?:localhost|127\.0\.0\.1):\d+[^\n]{0,60}Connection refused/,
    what: () => "It connects to localhost, which is the container itself. Point the variable at the service's name.",
    trail: localAddress,
  },
  {
    // MySQL's client says where before why, and takes "localhost" for a socket on the same machine.
    pattern:
      /Can't connect to (?:local )?(?:MySQL )?server (?:on '(?:localhost|127\.0\.0\.1|::1)|through socket)|server at "(?:localhost|127\.0\.0\.1)"[^\n]{0,80}refused/,
    what: () =>
      "It connects to a database on localhost, which is the container itself. Take the host from a variable, and point that at the service's name.",
    trail: localAddress,
  },
  {
    pattern:
      /(?:Failed to (?:resolve|establish)|NameResolutionError|Could not resolve|dns error|getaddrinfo)[^\n]{0,200}?\n?[^\n]{0,40}?(?:['"](?:https?:\/\/)?([\w-]+(?:\.[\w-]+)+)['"])/,
    what: match =>
      `${match[1]} cannot be reached from here. Check the network, the engine's proxy setting and that address.`,
  },
  {
    // An installer names the address first and the reason lines below.
    pattern:
      /(?:Failed to (?:fetch|download)|error sending request for url|Could not fetch URL|unable to access)[^\n]{0,80}?https?:\/\/([\w.-]+)[^\n]*\n?[\s\S]{0,600}?(?:dns error|Name or service not known|Temporary failure in name resolution|Could not resolve host)/,
    what: match => `${match[1]} cannot be reached from here. Check the network and the engine's proxy setting.`,
  },
  {
    // The engine, which is to pull an image.
    pattern: /dial tcp: lookup (\S+) on \S+: no such host/,
    what: match => `${match[1]} cannot be reached from here. Check the network and the engine's proxy setting.`,
  },
  {
    // requests names the host first, and a host of several parts is none of Compose's.
    pattern:
      /HTTPS?ConnectionPool\(host='([\w-]+(?:\.[\w-]+)+)'[^\n]*(?:Name or service not known|name resolution|No address associated)/,
    what: match =>
      `${match[1]} cannot be reached from here. Check the network, the engine's proxy setting and that address.`,
  },
  {
    pattern: /could not translate host name "([^"]+)"|Name or service not known|Temporary failure in name resolution/,
    what: match =>
      `The host name ${match[1] ?? "it connects to"} does not resolve. Use the service's name in compose.yaml and share a network.`,
  },
  {
    pattern: /PermissionError: \[Errno 13\] Permission denied: ['"]([^'"]+)['"]/,
    what: match =>
      `The application writes to ${match[1]}, which its user may not. Keep that path in a volume that the user owns.`,
    trail: refusedPath,
  },
  {
    pattern: /OSError: \[Errno 30\] Read-only file system: ['"]([^'"]+)['"]/,
    what: match =>
      `The application writes to ${match[1]}, and the file system is read-only. Keep that path in a volume or a tmpfs.`,
    trail: refusedPath,
  },
  {
    pattern: /(?:Address already in use|port is already allocated|bind: address already in use)/,
    what: () => "A port is taken. Publish another one, or stop the program that uses it.",
  },
  {
    // Of a mapping of the application's own the same words say nothing about variables, so the last frame has to be of os.
    pattern:
      /(?:<frozen os>|\/os\.py|\bos\.environ\b)[^\n]*\n(?:(?![ \t]*File ")[ \t][^\n]*\n){0,3}KeyError: ['"](\w+)['"]/,
    what: match => unsetVariable(match[1]),
  },
  {
    // django-environ, python-decouple and environs.
    pattern:
      /ImproperlyConfigured: Set the (\w+) environment variable|UndefinedValueError: (\w+) not found|Environment variable "(\w+)" not set/,
    what: match => unsetVariable(match[1] ?? match[2] ?? match[3]),
  },
  {
    pattern: SETTINGS_ERROR,
    what: match => refusedSettings(match[1] ?? match[2] ?? "", match[3] ?? ""),
  },
  {
    pattern: /relation "([^"]+)" does not exist|no such table: (\S+)/,
    what: match => `The table ${match[1] ?? match[2]} is missing: migrations did not run. Set migrate.command.`,
  },
  {
    pattern: /(?:DisallowedHost|Invalid HTTP_HOST header: '([^']+)')/,
    what: () => "The framework refuses the host name it is asked by. Add the service's name to ALLOWED_HOSTS.",
    trail: () => ({ rules: ["allowed-hosts"], path: null }),
  },
  {
    pattern: /exec [^\n:]+: (?:no such file or directory|permission denied)|executable file not found in \$PATH/,
    what: () =>
      "The start command names a program that the image lacks or may not run. Correct the command, or install it.",
  },
  {
    pattern: /: error: unrecognized arguments: ([^\n]+)\n\s*inifile: ([^\n]+)/,
    what: match => unknownOptions((match[1] ?? "").split(/\s+/), nameOf((match[2] ?? "").trim())),
  },
  {
    pattern: /No space left on device/,
    what: () => "The engine's disk is full. Remove unused images or build cache yourself; Drydock never prunes.",
  },
];

/** The first known cause in a log, with the lines round it; null where the log names none. */
export function causeOf(service: string, log: string): Cause | null {
  const known = knownCause(log);
  return known && { what: `${service}: ${known.what}`, log: tail(log), place: null };
}

/** What a log names first as the reason of a failure, and where its mending begins, where that is known; null where it names none. */
export function knownCause(log: string): { readonly what: string; readonly trail: Trail | null } | null {
  for (const { pattern, what, trail } of KNOWN) {
    const match = pattern.exec(log);
    if (match) return { what: what(match), trail: trail?.(match) ?? null };
  }
  return null;
}

/** The error of Django's check in a command's output, with the hint below it; null where there is none. */
export function systemCheckError(output: string): string | null {
  const found = SYSTEM_CHECK.exec(output);
  if (found === null) return null;
  const [, hint] = /^\n[ \t]+(HINT:[^\n]*)/.exec(output.slice(found.index + found[0].length)) ?? [];
  return [found[1]?.trim() ?? "", ...(hint === undefined ? [] : [hint])].join("\n");
}

/**
 * The error of an installer, which marks it, says why on a branch below it or names its kind above it, and goes on with
 * hints; a tool that marks failed tests so does neither. Source: `DiagnosticPipError` of pip, and miette, which uv prints by.
 * Versions that do not fit each other are named before pip's advice on them, which ends with an address.
 */
const MARKED =
  /(?:^ *error: [a-z]+(?:-[a-z]+)+\n\s*?\n *× (\S[^\n]*)$)|(?:^ *× (\S[^\n]*)\n *(?:[│├╰]))|(?:^ERROR: (Cannot install \S[^\n]*)$)/gmu;

/** What pip says of each build that failed within it, whatever the reason. */
const PASSED_ON = /^Encountered error while |did not run successfully/;

/** What argparse prints last, after which pytest names its settings. */
const USAGE = /^\S.*: error: \S/;

/**
 * Why a command such as an installer or a test run failed, by its output. A whole traceback or a list of requests is no
 * sentence: what it ends with says why, and the log has the rest.
 */
export function lastWords(text: string): string {
  return wordsOf(text, lastException);
}

/** Why a program ended, by its log. It may have handled an exception and gone on, and then end for another reason. */
function farewellWords(log: string): string {
  return wordsOf(log, endingException);
}

/** An installer's hint stands below the error that it is about, its further lines further in. */
function withoutHint(lines: readonly string[]): readonly string[] {
  const at = lines.findLastIndex(line => /^\s*hint:/i.test(line));
  return at > 0 && lines.slice(at + 1).every(line => /^(?:\s{2,}|\s*$)/.test(line))
    ? withoutHint(lines.slice(0, at))
    : lines;
}

function wordsOf(text: string, raised: (text: string) => string | null): string {
  const marked = [...text.matchAll(MARKED)].flatMap(match => match.slice(1).find(Boolean) ?? []);
  const lines = text.trimEnd().split("\n");
  const words =
    systemCheckError(text)?.split("\n", 1)[0] ??
    raised(text) ??
    marked.findLast(words => !PASSED_ON.test(words)) ??
    (marked.length > 0 ? buildError(lines) : null) ??
    marked.at(-1) ??
    lines.findLast(line => USAGE.test(line)) ??
    withoutHint(lines).findLast(line => line.trim() !== "") ??
    lines.at(-1) ??
    "";
  // pytest puts a mark before what was raised.
  return words.replace(/^E {2,}(?=\S)/, "");
}

/** The innermost line of the application's own in the last traceback of a log. */
export function placeInLog(log: string, sources: readonly string[]): Place | null {
  const start = Math.max(log.lastIndexOf("Traceback (most recent call last)"), 0);
  for (const [, path = "", line] of [...log.slice(start).matchAll(/File "([^"]+)", line (\d+)/g)].reverse()) {
    const own = workspacePath(path, sources);
    if (own !== null) return { path: own, line: Number(line), column: 1, text: "", confidence: "high" };
  }
  return null;
}

/**
 * A failure that no known pattern explains. Where it names the service that stopped, its log alone is the reason's; else
 * each service has its last lines.
 */
export function unknownCause(
  error: DrydockError,
  logs: ReadonlyMap<string, string>,
  places: ReadonlyMap<string, Place>,
  sources: readonly string[],
): Cause {
  const named =
    [...new Set([...places.keys(), ...logs.keys()])].find(name => error.message.startsWith(`${name} `)) ?? "";
  const own = logs.get(named) ?? "";
  const all = [...logs].map(([service, log]) => `${service}:\n${tail(log, 8)}`).join("\n");
  const why = farewellWords(error.why);
  const raised = raisedLine(own);
  const raisedAt = raised !== null && why.includes(raised) ? placeInLog(own, sources) : null;
  return {
    what: sentences(error.message, why, error.todo),
    log: own.trim() === "" ? tail(all, 60) : tail(own),
    place: error.place ?? raisedAt ?? places.get(named) ?? null,
  };
}

export function tail(log: string, lines = 20): string {
  return log.trimEnd().split("\n").slice(-lines).join("\n");
}
