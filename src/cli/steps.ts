import type { ChangeSet, DecisionValue } from "../model/plan";
import type { Clock } from "../model/ports";
import type { Recon } from "../model/recon";
import { formatMs, frameworkName, list, plural, serviceName } from "../report/figures";
import { formatValue } from "./print";
import { WIDTH, wrap, type Mark, type Terminal } from "./terminal";

export interface StepText {
  readonly text: string;
  readonly detail?: string;
  readonly mark?: Mark;
}

/** What a person looks for first stands first. */
const IMPORTANT = [/(?:^|\/)Dockerfile$/, /compose\.ya?ml$/, /\.dockerignore$/, /(?:^|\/)\.env\.example$/];

function byImportance(paths: readonly string[]): readonly string[] {
  const rank = (path: string): number => {
    const at = IMPORTANT.findIndex(pattern => pattern.test(path));
    return at < 0 ? IMPORTANT.length : at;
  };
  return paths.toSorted((left, right) => rank(left) - rank(right));
}

/** Program and target without the options: `gunicorn wsgi:app`. */
function shortCommand(value: DecisionValue): string {
  const words = Array.isArray(value) ? value.map(String) : [String(value)];
  const end = words.findIndex((word, at) => at > 0 && word.startsWith("-") && word !== "-m" && word !== "-c");
  const short = (end < 0 ? words : words.slice(0, end)).join(" ");
  return short.length > 60 ? `${short.slice(0, 59)}…` : short;
}

const VERB_WIDTH = 9;

/** The lines of the main job: a mark, a verb, what was done, how long it took. */
export class Steps {
  readonly #out: Terminal;
  readonly #err: Terminal;
  readonly #clock: Clock;

  constructor(out: Terminal, err: Terminal, clock: Clock) {
    this.#out = out;
    this.#err = err;
    this.#clock = clock;
  }

  async step<Result>(
    verb: string,
    work: () => Promise<Result>,
    describe: (result: Result) => StepText,
  ): Promise<Result> {
    const began = this.#clock.elapsed();
    const result = await work();
    this.print(verb, describe(result), this.#clock.elapsed() - began);
    return result;
  }

  print(verb: string, { text, detail, mark = "ok" }: StepText, ms?: number): void {
    this.#err.clear();
    const time = ms === undefined ? "" : formatMs(ms);
    const beforeVerb = 2 + this.#out.markWidth + 1;
    const beforeText = beforeVerb + VERB_WIDTH + 1;
    const [first = "", ...rest] = wrap(text, WIDTH - beforeText - (time === "" ? 0 : time.length + 1));
    const start = `${verb.padEnd(VERB_WIDTH)} ${first}`;
    const line = time === "" ? start : start.padEnd(WIDTH - beforeVerb - time.length) + time;
    this.#out.line(`  ${this.#out.markColumn(mark)} ${line}`);
    const details = detail === undefined || detail === "" ? [] : wrap(detail, WIDTH - beforeText);
    for (const more of [...rest, ...details]) this.#out.line(`${" ".repeat(beforeText)}${more}`);
  }

  progress(text: string): void {
    this.#err.progress(`  / ${text}`);
  }

  reconLine(recon: Recon): string {
    const all = [recon, ...recon.units.map(unit => unit.recon)];
    const unique = (items: readonly string[]): string => list([...new Set(items)], 6);
    const variables = new Map(
      all.flatMap(({ environment }) => environment.map(variable => [variable.name, variable] as const)),
    );
    const secret = [...variables.values()].filter(variable => variable.secret).length;
    return `${unique(all.flatMap(({ frameworks }) => frameworks.map(({ name }) => frameworkName(name))))} · ${unique(all.flatMap(({ integrations }) => integrations.map(({ service, host }) => host ?? serviceName(service))))} · ${plural(variables.size, "variable")}, ${secret} secret`;
  }

  planLine(changes: ChangeSet): string {
    const values = (key: string): readonly string[] =>
      changes.plan.decisions.flatMap(decision =>
        decision.key !== key || decision.value === null
          ? []
          : [key === "web.command" ? shortCommand(decision.value) : formatValue(decision.value)],
      );
    return ["base.image", "install.manager", "web.command"]
      .map(key => list([...new Set(values(key))], 3))
      .filter(text => text !== "")
      .join(" · ");
  }

  wrote(changes: ChangeSet, paths: readonly string[]): void {
    const conflicts = changes.files.filter(({ action }) => action === "conflict");
    const named = list(byImportance(paths), 3).replace(/ and (\d+) more$/, " and $1 more");
    this.print("Wrote", {
      text: paths.length === 0 ? "nothing: the files match the code" : `${plural(paths.length, "file")} (${named})`,
      ...(conflicts.length > 0
        ? {
            mark: "warn",
            detail: `left alone: ${conflicts.map(({ path, note }) => `${path}${note === null ? "" : ` (${note})`}`).join(", ")}`,
          }
        : {}),
    });
  }

  leftOut(why: string): void {
    const text = `left out: ${why.charAt(0).toLowerCase()}${why.slice(1)} Everything up to here needs none. Get Docker Engine or Docker Desktop, start it, run this again.`;
    this.print("Built", { text, mark: "dim" });
  }
}
