import { nameOf } from "../../model/paths";
import type { ApplicationKind } from "../blueprint";
import type { EntryPoint, EntryPointKind } from "../../model/recon";
import { cite } from "../cite";
import { hasFramework, runs, SERVING, type Subject } from "./subject";

export interface ApplicationDecision {
  readonly kind: ApplicationKind;
  /** What answers on a port, or the only thing that runs. */
  readonly main: EntryPoint | null;
}

/** What kind of thing this is, which says whether it gets a port, a restart and a health check. */
export function decideApplication(subject: Subject): ApplicationDecision {
  const { recon, decider } = subject;
  const { kind: found, main } = findMain(subject);
  const kind = decider.text({
    key: "application.kind",
    value: found,
    reason: main
      ? `${describe(main)} (${cite(main.place)}).`
      : `${lacking(subject)}, so this is a library: it gets images for tests and no server.`,
    places: main ? [main.place] : [],
    alternatives: KINDS.filter(other => other !== found),
  });
  const isStartSet = decider.isSet("web.command");
  if (main === null && !isStartSet && !decider.isSet("application.kind") && recon.frameworks.length > 0) {
    decider.ask({
      key: "web.command",
      text: "How does the application start?",
      default: null,
      candidates: [],
      places: recon.frameworks.map(({ place }) => place).slice(0, 3),
    });
  }
  if (isStartSet && main === null) return { kind: "web", main };
  return { kind: KINDS.find(known => known === kind) ?? found, main };
}

function lacking({ functions: [first] = [] }: Subject): string {
  if (!first) return "Nothing starts a program";
  return `Only Lambda and images of AWS's run the function ${first.target} (${cite(first.place)})`;
}

const KINDS = ["web", "worker", "cli", "job", "library"] as const satisfies readonly ApplicationKind[];

/** What answers requests, else what runs on, else what is called, else what runs once. */
function findMain(subject: Subject): ApplicationDecision {
  const { entryPoints } = subject.recon;
  const best = (kind: EntryPointKind): EntryPoint | undefined =>
    sorted(entryPoints.filter(entry => entry.kind === kind))[0];
  const web = findWeb(subject);
  if (web) return { kind: "web", main: web };
  const running = best("bot") ?? best("worker") ?? best("beat");
  if (running) return { kind: "worker", main: running };
  const called = best("cli");
  if (called) return { kind: "cli", main: called };
  const script = best("script");
  return script ? { kind: "job", main: script } : { kind: "library", main: null };
}

function describe(entry: EntryPoint): string {
  const what: Readonly<Record<EntryPointKind, string>> = {
    wsgi: "A WSGI application",
    asgi: "An ASGI application",
    cli: "A console script",
    script: "A script",
    worker: "A worker",
    beat: "A scheduler",
    notebook: "A notebook server",
    streamlit: "A Streamlit application",
    gradio: "A Gradio application",
    dash: "A Dash application",
    bot: "A bot",
    grpc: "A gRPC server",
    server: "A server",
  };
  return `${what[entry.kind]} is defined as ${entry.target}`;
}

const CONFIDENCE = { high: 0, medium: 1, low: 2 } as const;

function sorted(entries: readonly EntryPoint[]): readonly EntryPoint[] {
  return entries.toSorted(
    (left, right) =>
      left.rank - right.rank ||
      CONFIDENCE[left.confidence] - CONFIDENCE[right.confidence] ||
      (left.target < right.target ? -1 : 1),
  );
}

function findWeb(subject: Subject): EntryPoint | null {
  const { recon, decider } = subject;
  const serving = recon.entryPoints.filter(({ kind }) => SERVING.includes(kind));
  const whole = serving.filter(entry => !isLeftBeside(subject, entry));
  const candidates = whole.length > 0 ? whole : serving;
  const firsts = SERVING.flatMap(kind => sorted(candidates.filter(entry => entry.kind === kind)).slice(0, 1));
  const order = firsts.toSorted(
    (left, right) =>
      CONFIDENCE[left.confidence] - CONFIDENCE[right.confidence] ||
      Number(isDeclaredWeb(right)) - Number(isDeclaredWeb(left)) ||
      rankOf(subject, left) - rankOf(subject, right),
  );
  const [first, second] = order;
  if (!first) return null;
  const named = decider.isSet("web.target")
    ? decider.text({ key: "web.target", value: first.target, reason: "" })
    : null;
  const asked = named === null ? undefined : candidates.find(({ target }) => target === named);
  if (asked) return asked;
  const same = candidates.filter(
    entry => entry.kind === first.kind && entry.confidence === first.confidence && entry.target !== first.target,
  );
  if (same.length > 0 && second === undefined && first.confidence !== "high") {
    decider.ask({
      key: "web.target",
      text: "Which application answers requests?",
      default: first.target,
      candidates: [first.target, ...same.map(({ target }) => target)],
      places: [first.place, ...same.map(({ place }) => place)],
    });
  }
  return first;
}

/**
 * `app.py` of a small server beside a site of Django, importing a module that neither the project nor any distribution has:
 * what was there before the site. What a step before the start makes, such as `orders_pb2`, is missing from any checkout.
 */
function isLeftBeside({ recon, layout }: Subject, { place }: EntryPoint): boolean {
  if (layout.djangoSettings === null) return false;
  const isSite = (path: string): boolean => /^[aw]sgi\.py$/.test(nameOf(path));
  return (
    !isSite(place.path) &&
    recon.entryPoints.some(other => isSite(other.place.path)) &&
    recon.undeclared.some(
      ({ module, distribution, place: at }) =>
        distribution === null && at.path === place.path && !isMade(module, layout.ignoredModules),
    )
  );
}

/** What protoc or a build's version writes, or what git is told to leave out. */
function isMade(module: string, ignored: ReadonlySet<string>): boolean {
  return /_pb2(?:_grpc)?$|(?:^|[._])version$/.test(module) || module.split(".").some(part => ignored.has(part));
}

/** The process of a Procfile that alone gets requests from outside, whatever else listens (Heroku: "The Procfile"). */
function isDeclaredWeb({ name, place, commandPlace }: EntryPoint): boolean {
  return name === "web" && nameOf((commandPlace ?? place).path).startsWith("Procfile");
}

/** Django has both a WSGI and an ASGI module from its template; what the project installs tells which one is meant. */
function rankOf({ recon }: Subject, entry: EntryPoint): number {
  const place = SERVING.indexOf(entry.kind);
  if (!hasFramework(recon, "django")) return place;
  const wantsAsgi = ["channels", "daphne", "uvicorn", "hypercorn", "django-ninja-extra"].some(name =>
    runs(recon, name),
  );
  if (entry.kind === "asgi") return wantsAsgi ? 0 : 1.5;
  return entry.kind === "wsgi" ? 1 : place + 2;
}
