import { splitWords } from "../../workspace/split-words";
/**
 * Programs that start another program given as their own arguments. The number says how many words of their own come
 * before it, after their options; `options` names those that take a value.
 */
interface Wrapper {
  readonly words: readonly string[];
  readonly valued?: readonly string[];
  /** Words between the wrapper's options and the wrapped command. */
  readonly skip?: number;
  /** The wrapped command begins after `--` where there is one. */
  readonly dashes?: boolean;
  /** The wrapped command is one word, which a shell splits; paths may follow it. */
  readonly quoted?: boolean;
}

const WRAPPERS: readonly Wrapper[] = [
  { words: ["exec"], valued: ["-a"] },
  { words: ["nohup"] },
  { words: ["time"] },
  { words: ["nice"], valued: ["-n"] },
  { words: ["sudo"], valued: ["-u", "-g"] },
  { words: ["dumb-init"], valued: ["-r", "--rewrite"] },
  { words: ["tini"], valued: ["-e", "-p"] },
  { words: ["catatonit"] },
  { words: ["su-exec"], skip: 1 },
  { words: ["gosu"], skip: 1 },
  { words: ["xvfb-run"], valued: ["-s", "--server-args", "-n"] },
  { words: ["poetry", "run"] },
  { words: ["pyenv", "exec"] },
  { words: ["pipenv", "run"] },
  {
    words: ["uv", "run"],
    valued: [
      "--extra",
      "--group",
      "--only-group",
      "--no-group",
      "--with",
      "--package",
      "--python",
      "-p",
      "--env-file",
      "--directory",
      "--project",
    ],
  },
  { words: ["uvx"] },
  { words: ["pdm", "run"] },
  { words: ["rye", "run"] },
  { words: ["pixi", "run"], valued: ["-e", "--environment"] },
  { words: ["hatch", "run"] },
  { words: ["conda", "run"], valued: ["-n", "--name", "-p", "--prefix"] },
  { words: ["mamba", "run"], valued: ["-n", "--name", "-p", "--prefix"] },
  { words: ["micromamba", "run"], valued: ["-n", "--name", "-p", "--prefix"] },
  { words: ["newrelic-admin", "run-program"] },
  { words: ["ddtrace-run"] },
  {
    words: ["opentelemetry-instrument"],
    valued: ["--traces_exporter", "--metrics_exporter", "--service_name", "--logs_exporter"],
  },
  { words: ["dotenv", "run"] },
  { words: ["dotenv"], valued: ["-f", "--file"] },
  { words: ["doppler", "run"] },
  { words: ["infisical", "run"] },
  { words: ["op", "run"], valued: ["--env-file"] },
  { words: ["chamber", "exec"], dashes: true },
  { words: ["heroku", "run"], valued: ["-a", "--app"] },
  {
    words: ["docker-compose", "run"],
    valued: ["-e", "-u", "--user", "-v", "-p", "--name", "-w", "--entrypoint"],
    skip: 1,
  },
  { words: ["docker-compose", "exec"], valued: ["-e", "-u", "--user", "-w"], skip: 1 },
  {
    words: ["docker", "compose", "run"],
    valued: ["-e", "-u", "--user", "-v", "-p", "--name", "-w", "--entrypoint"],
    skip: 1,
  },
  { words: ["docker", "compose", "exec"], valued: ["-e", "-u", "--user", "-w"], skip: 1 },
  {
    words: ["watchmedo", "auto-restart"],
    valued: [
      "-d",
      "--directory",
      "-p",
      "--pattern",
      "--patterns",
      "-i",
      "--ignore-patterns",
      "--signal",
      "--interval",
      "--kill-after",
      "--debounce-interval",
    ],
  },
  {
    words: ["watchfiles"],
    valued: [
      "--ignore-paths",
      "--target-type",
      "--filter",
      "--args",
      "--verbosity",
      "--sigint-timeout",
      "--sigkill-timeout",
      "--grace-period",
    ],
    quoted: true,
  },
  { words: ["wait-for-it"], valued: ["-t", "--timeout", "-h", "--host", "-p", "--port"], dashes: true },
  { words: ["wait-for-it.sh"], valued: ["-t", "--timeout", "-h", "--host", "-p", "--port"], dashes: true },
  { words: ["wait-for"], valued: ["-t", "--timeout"], dashes: true },
  { words: ["wait-for.sh"], valued: ["-t", "--timeout"], dashes: true },
  { words: ["dockerize"], valued: ["-wait", "-timeout", "-template", "-wait-retry-interval", "-stdout", "-stderr"] },
  { words: ["catchsegv"] },
  { words: ["start-stop-daemon"], dashes: true },
  { words: ["bin/start-nginx"] },
  { words: ["bin/start-nginx-solo"] },
  { words: ["bin/start-pgbouncer"] },
  { words: ["bin/start-pgbouncer-stunnel"] },
  { words: ["bin/qgtunnel"] },
];

const SUBCOMMANDED = new Set(WRAPPERS.map(({ words }) => words[0] ?? "").filter(word => word !== ""));

/** Takes assignments, runners and process wrappers off the front of a command, until the program itself is first. */
export function unwrap(words: readonly string[]): readonly string[] {
  let rest = words;
  for (let round = 0; round < 8; round++) {
    const next = unwrapOnce(rest);
    if (next.length === rest.length) return rest;
    rest = next;
  }
  return rest;
}

function unwrapOnce(words: readonly string[]): readonly string[] {
  const first = words[0];
  if (first === undefined) return words;
  if (/^[A-Za-z_]\w*=/.test(first)) return words.slice(1);
  const base = programOf(first);
  if (base === "env") return afterOptions(words.slice(1), ["-u", "-C", "-S"]);
  if (first === "bash" || first === "sh") return words;
  if (!SUBCOMMANDED.has(base) && !SUBCOMMANDED.has(first)) return words;
  for (const wrapper of WRAPPERS) {
    const [name, ...subcommands] = wrapper.words;
    if (name !== base && name !== first) continue;
    // Options may stand between a program and its subcommand (`docker compose -f x.yml run`, `poetry -C dir run`).
    let rest = words.slice(1);
    let isMatch = true;
    for (const subcommand of subcommands) {
      const at = rest.indexOf(subcommand);
      if (
        at < 0 ||
        rest.slice(0, at).some((word, index) => !word.startsWith("-") && !(rest[index - 1] ?? "").startsWith("-"))
      ) {
        isMatch = false;
        break;
      }
      rest = rest.slice(at + 1);
    }
    if (!isMatch) continue;
    const inner = wrappedBy(wrapper, rest);
    return inner.length === 0 ? words : inner;
  }
  return words;
}

/** The command that a wrapper starts, of the words behind its own. */
function wrappedBy(
  { words: [name], valued = [], skip = 0, dashes, quoted }: Wrapper,
  rest: readonly string[],
): readonly string[] {
  const at = rest.indexOf("--");
  if (dashes) return at < 0 ? [] : rest.slice(at + 1);
  const [first, ...others] = afterOptions(rest, valued).slice(skip);
  if (first === undefined) return [];
  if (quoted) return splitWords(first);
  return [name === "hatch" ? first.replace(/^[\w.-]+:/, "") : first, ...others];
}

function afterOptions(words: readonly string[], valued: readonly string[]): readonly string[] {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") return words.slice(at + 1);
    if (word.startsWith("-")) {
      if (valued.includes(word)) at++;
    } else if (!/^[A-Za-z_]\w*=/.test(word)) return words.slice(at);
  }
  return [];
}

/** Last path segment of a program's name: `/venv/bin/gunicorn` and `./bin/gunicorn` are gunicorn. */
export function programOf(word: string): string {
  if (word.startsWith("bin/start-") || word === "bin/qgtunnel") return word;
  return word.slice(word.lastIndexOf("/") + 1).replace(/\.exe$/, "");
}
