import type { Evidence } from "../../model/evidence";
import type { FileQuestion, PythonFile, PythonProject } from "../../python/project";
import { applicationIndex } from "../applications/application-index";
import { usersOfName } from "../applications/users-of-name";
import { namesIn } from "../../python/values";
import { defineDetector, type DetectContext } from "../define-detector";
import { managementCommand } from "../django/management-commands";
import { among, isApplication, isOwnCode } from "../integrations/own-code";
import { functionsAround } from "../targets/reach";
import { importedBy, scriptFor } from "../targets/script-for";
import { runCalls } from "../web/run-calls";
import { subcommandEvidence } from "../workers/subcommand-evidence";
import { isRunAlone, scriptEvidence, startsItself } from "../workers/script-evidence";

/** Consumers that a program makes to read from a broker until it is stopped. */
const CONSUMERS = [
  "confluent_kafka.Consumer",
  "confluent_kafka.DeserializingConsumer",
  "confluent_kafka.avro.AvroConsumer",
  "kafka.KafkaConsumer",
  "aiokafka.AIOKafkaConsumer",
  "google.cloud.pubsub.SubscriberClient",
  "google.cloud.pubsub_v1.SubscriberClient",
];

/** Loops of libraries that keep a process running, by what is called and the module that shows whose it is. */
const LOOPS: readonly { readonly module: string; readonly callee: RegExp; readonly kind: "worker" | "beat" }[] = [
  { module: "pika", callee: /\.start_consuming$/, kind: "worker" },
  { module: "amqpstorm", callee: /\.start_consuming$/, kind: "worker" },
  { module: "boto3", callee: /\.receive_messages?$/, kind: "worker" },
  { module: "aioboto3", callee: /\.receive_messages?$/, kind: "worker" },
  { module: "aio_pika", callee: /\.(?:consume|iterator)$/, kind: "worker" },
  { module: "aio_pika", callee: /(?:^|\.|_)rpc\.register$/i, kind: "worker" },
  { module: "nats", callee: /\.subscribe$/, kind: "worker" },
  { module: "redis", callee: /\.listen$/, kind: "worker" },
  { module: "aiomqtt", callee: /\.subscribe$/, kind: "worker" },
  { module: "asyncio_mqtt", callee: /\.subscribe$/, kind: "worker" },
  { module: "paho", callee: /\.loop_forever$/, kind: "worker" },
  { module: "schedule", callee: /(?:^|\.)run_pending$/, kind: "beat" },
];

/** Loops whose name no other library has, so that the client may be made elsewhere in the code, by the module that it comes from. */
const ONLY: ReadonlyMap<string, string> = new Map([
  ["loop_forever", "paho"],
  ["start_consuming", "pika"],
]);

/** Programs that do nothing but take messages of a broker, or jobs of a timetable, one after the other. */
export const detector = defineDetector({
  id: "message-consumers",
  title: "Consumers of messages",
  reads: { calls: CONSUMERS, modules: [...new Set(LOOPS.map(({ module }) => module))], everything: true },
  detect(context) {
    const out = new Map<string, Evidence>();
    const next = importedBy(context.project);
    const add = (file: PythonFile, at: Found["at"], kind: "worker" | "beat"): void => {
      const evidence = isApplication(file) ? processOf(context, file, at, kind) : null;
      if (evidence && !out.has(evidence.target)) out.set(evidence.target, evidence);
    };
    for (const { file, call } of context.calls) add(file, call, "worker");
    for (const { file, at, kind, maker } of context.each(LOOPS_IN)) {
      const made = (next.get(file.path) ?? []).flatMap(path => context.project.file(path) ?? []);
      if (maker === null || made.some(one => importsOf(one, maker))) add(file, at, kind);
    }
    return [...out.values()];
  },
});

interface Found {
  readonly file: PythonFile;
  readonly at: { readonly scope: number; readonly offset: number };
  readonly kind: "worker" | "beat";
  /** The library that a file which this one imports has to use; null where this one does itself. */
  readonly maker: string | null;
}

function importsOf({ facts }: PythonFile, module: string): boolean {
  return facts.imports.some(
    fact => fact.level === 0 && (fact.module === module || fact.module.startsWith(`${module}.`)),
  );
}

function LOOPS_IN(_project: unknown, file: PythonFile): readonly Found[] {
  const { calls } = file.facts;
  const own = LOOPS.filter(({ module }) => importsOf(file, module)).flatMap(({ callee, kind }): readonly Found[] => {
    const call = calls.find(one => callee.test(one.callee));
    return call ? [{ file, at: { scope: call.scope, offset: call.offset }, kind, maker: null }] : [];
  });
  const handed = calls.flatMap(({ callee, scope, offset }): readonly Found[] => {
    const maker = callee.includes(".") ? ONLY.get(callee.slice(callee.lastIndexOf(".") + 1)) : undefined;
    return maker === undefined || importsOf(file, maker)
      ? []
      : [{ file, at: { scope, offset }, kind: "worker", maker }];
  });
  return [...own, ...handed];
}

/** The program that a consumer's file is run by, or the command of several; none where it is part of a server. */
function processOf(context: DetectContext, file: PythonFile, at: Found["at"], kind: "worker" | "beat") {
  const { offset } = at;
  const { project } = context;
  const managed = managementCommand(project, file);
  if (managed) {
    const name = managed.name.replaceAll("_", "-");
    return scriptEvidence(context, file, offset, { kind, name, isScript: true });
  }
  const script = scriptFor(project, file);
  const serves =
    runCalls(project).some(call => call.file === script) ||
    applicationIndex(project).applications.some(({ exposures }) => exposures.some(one => one.file === script));
  const facts = { kind, name: kind === "beat" ? "scheduler" : "consumer" };
  if (script !== file && isRunElsewhere(project, file, at, script)) return null;
  if (serves || !isRunAlone(script) || !startsItself(context, file))
    return subcommandEvidence(context, file, at, facts);
  return scriptEvidence(context, file, offset, facts);
}

/** Whether a consumer's function is used, but by nothing that a program imports: a timer of the web application runs it. */
function isRunElsewhere(project: PythonProject, file: PythonFile, at: Found["at"], script: PythonFile): boolean {
  const outermost = functionsAround(file, at.scope).at(-1);
  if (!outermost || outermost.parent !== -1) return false;
  const { name } = outermost;
  if (file.facts.calls.some(({ callee }) => callee === name)) return false;
  const users = usersOfName(project, name).filter(user => user !== file && isApplication(user));
  if (users.length === 0) return false;
  const reached = reachedBy(project, script);
  return (
    !users.some(({ path }) => reached.has(path)) &&
    !project.each(handing(project, name)).some(one => reached.has(one.file.path))
  );
}

/** Paths of a program and of all that it imports. */
function reachedBy(project: PythonProject, script: PythonFile): ReadonlySet<string> {
  return project.keep(`reached by\0${script.path}`, [], () => {
    const next = importedBy(project);
    const reached = new Set([script.path]);
    for (const path of reached) for (const one of next.get(path) ?? []) reached.add(one);
    return reached;
  });
}

/** Files that hand a function on as a value, `{"orders": shop.orders.consume}`, by its name. */
function handing(project: PythonProject, name: string): FileQuestion<readonly true[]> {
  return project.keep(`handing on\0${name}`, [], () =>
    among(isOwnCode, (_project, { facts: { assignments, calls } }) => {
      const isIt = (path: string): boolean => path.endsWith(`.${name}`);
      const given = calls.flatMap(call => [...call.arguments, ...call.keywords.map(({ value }) => value)]);
      const isHanded = [...assignments.map(({ value }) => value), ...given].some(value => namesIn(value).some(isIt));
      return isHanded ? [true] : [];
    }),
  );
}
