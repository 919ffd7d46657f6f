/** Words of a start command, made fit for a container. */

const OPERATORS = new Set(["&&", "||", "|", ";", "&", ">", ">>", "<"]);

/** `$PORT` and `${PORT:-8000}` become the port; other variables keep their default where they have one. */
export function replacePort(command: readonly string[], port: number): readonly string[] {
  return command.map(word =>
    word.replace(/\$\{PORT(?::?-[^}]*)?\}|\$PORT\b/g, String(port)).replace(/\$\{[A-Za-z_]\w*:?-([^}]*)\}/g, "$1"),
  );
}

/** Whether only a shell understands the words: operators, variables or command substitution. One that is there is enough. */
export function needsShell(command: readonly string[]): boolean {
  if (/^(?:\/bin\/)?(?:ba)?sh$/.test(command[0] ?? "") && command[1] === "-c") return false;
  return command.some(word => OPERATORS.has(word) || /\$[A-Za-z_{(]|`/.test(word));
}

/** Exec form of what needs a shell; `exec` hands the signals to the last program. */
export function throughShell(command: readonly string[]): readonly string[] {
  const text = command.join(" ");
  const hasOperator = command.some(word => OPERATORS.has(word));
  return ["sh", "-c", hasOperator || text.startsWith("exec ") ? text : `exec ${text}`];
}

/** The word that names the server: `python -m uvicorn` is uvicorn. */
export function programName(command: readonly string[]): string {
  let at = 0;
  while (/^[A-Za-z_]\w*=/.test(command[at] ?? "") || command[at] === "env" || command[at] === "exec") at++;
  const base = (command[at] ?? "").split("/").at(-1) ?? "";
  if (/^python[\d.]*$/.test(base)) {
    const module = command.indexOf("-m", at);
    if (module > 0) return command[module + 1] ?? "python";
    const script = command[at + 1] ?? "";
    return script.endsWith("manage.py") ? `manage.py ${command[at + 2] ?? ""}` : "python";
  }
  if (base === "manage.py") return `manage.py ${command[at + 1] ?? ""}`;
  return base;
}

/** The same, also where a line of Python starts the server: `python -c "…; import uvicorn; uvicorn.run(…)"`. */
export function serverName(command: readonly string[]): string {
  const name = programName(command);
  const line = name === "python" && command[1] === "-c" ? command[2] : undefined;
  return line?.match(/\bimport (\w+)(?:\.\w+)?; \1\.[\w.()]*run\(/)?.[1] ?? name;
}

/** Index of an option in either spelling, or -1; `--bind=x` counts. */
function indexOf(command: readonly string[], names: readonly string[]): number {
  return command.findIndex(word =>
    names.some(name => word === name || word.startsWith(`${name}=`) || isGlued(word, name)),
  );
}

/** `-b0.0.0.0:80`: a short option with its value in one word. */
function isGlued(word: string, name: string): boolean {
  return /^-[A-Za-z]$/.test(name) && word.startsWith(name) && word.length > 2 && !word.startsWith("--");
}

export function hasOption(command: readonly string[], ...names: readonly string[]): boolean {
  return indexOf(command, names) >= 0;
}

/** Sets an option's value, keeping its place and spelling; appended where it is not there. */
export function setOption(command: readonly string[], names: readonly string[], value: string): readonly string[] {
  const at = indexOf(command, names);
  const preferred = names[0] ?? "";
  if (at < 0) return [...command, preferred, value];
  const word = command[at] ?? "";
  if (word.includes("=") && word.startsWith("--")) {
    return command.with(at, `${word.slice(0, word.indexOf("="))}=${value}`);
  }
  if (names.includes(word)) return [...command.slice(0, at + 1), value, ...command.slice(at + 2)];
  return command.with(at, `${word.slice(0, 2)}${value}`);
}

export function dropFlags(command: readonly string[], ...names: readonly string[]): readonly string[] {
  return command.filter(word => !names.includes(word));
}

/** Removes every occurrence of an option with its value. */
export function dropOption(command: readonly string[], ...names: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (let at = 0; at < command.length; at++) {
    const word = command[at] ?? "";
    if (names.includes(word)) at++;
    else if (!names.some(name => word.startsWith(`${name}=`))) out.push(word);
  }
  return out;
}
