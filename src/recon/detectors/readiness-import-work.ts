import type { Evidence } from "../../model/evidence";
import type { CallFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isMainGuarded } from "../../python/main-guard";
import { defineDetector } from "../define-detector";
import { fetchesFromHub } from "../integrations/hub-models";
import { among, isProductionCode } from "../integrations/own-code";

const VERBS = ["get", "post", "put", "head", "request"];
/** Calls that reach the network as soon as they are made, with what they reach. */
const REACHING: ReadonlyMap<string, string> = new Map([
  ...["requests", "httpx", "requests.Session()", "httpx.Client()"].flatMap(owner =>
    VERBS.map(verb => [`${owner}.${verb}`, "an HTTP server"] as const),
  ),
  ["urllib.request.urlopen", "an HTTP server"],
  ["urllib.request.urlretrieve", "an HTTP server"],
  ["psycopg2.connect", "PostgreSQL"],
  ["psycopg.connect", "PostgreSQL"],
  ["pymysql.connect", "MySQL"],
  ["MySQLdb.connect", "MySQL"],
  ["mysql.connector.connect", "MySQL"],
  ["mariadb.connect", "MariaDB"],
  ["pyodbc.connect", "the database"],
  ["cx_Oracle.connect", "Oracle"],
  ["oracledb.connect", "Oracle"],
  ["pika.BlockingConnection", "RabbitMQ"],
  ["kafka.KafkaProducer", "Kafka"],
  ["kafka.KafkaConsumer", "Kafka"],
  ["cassandra.cluster.Cluster().connect", "Cassandra"],
  ["smtplib.SMTP", "the mail server"],
  ["smtplib.SMTP_SSL", "the mail server"],
  ["ftplib.FTP", "an FTP server"],
  ["socket.create_connection", "a server"],
  ["nltk.download", "the server of NLTK's data"],
  ["huggingface_hub.hf_hub_download", "the model's server"],
  ["huggingface_hub.snapshot_download", "the model's server"],
  ["gspread.service_account", "Google"],
  ["sqlalchemy.create_engine().connect", "the database"],
  ["sqlalchemy.MetaData().create_all", "the database"],
  ["sqlalchemy.orm.declarative_base().metadata.create_all", "the database"],
  ["sqlalchemy.ext.declarative.declarative_base().metadata.create_all", "the database"],
]);
const LAST = new Set([...REACHING.keys()].map(name => name.slice(name.lastIndexOf(".") + 1)));

type Readiness = Extract<Evidence, { claim: "readiness" }>;

const IN_CODE = among(isProductionCode, inCode);

/** Work at import that needs the network: the image's build, tests and every process that imports the module need it too. */
export const detector = defineDetector({
  id: "readiness-import-work",
  title: "Network at import",
  reads: { everything: true },
  detect({ project, each }) {
    return each(IN_CODE).filter(({ place }) => project.imports.some(({ to }) => to === place.path));
  },
});

function reached(project: PythonProject, file: PythonFile, call: CallFact): string | undefined {
  const last = call.callee.slice(call.callee.lastIndexOf(".") + 1);
  const known = LAST.has(last) ? REACHING.get(project.qualify(file, call.callee)) : undefined;
  return known ?? (fetchesFromHub(project, file, call) ? "the model's server" : undefined);
}

function inCode(project: PythonProject, file: PythonFile): readonly Readiness[] {
  const { facts } = file;
  return facts.calls.flatMap(call => {
    if (call.scope !== -1) return [];
    // A script that runs from top to bottom is started, not imported.
    if (isMainGuarded(facts, call.offset)) return [];
    const what = reached(project, file, call);
    if (what === undefined) return [];
    return [
      {
        claim: "readiness",
        rule: "import-work",
        what: `${what} is needed as soon as ${file.module === "" ? file.path : file.module} is imported`,
        why: "Other services may not answer yet when a container starts, and a build has no network of its own: the import fails, and with it the start.",
        place: project.place(file, call.offset),
        fix: "Do it in a function that runs at start or on first use, with a retry.",
      },
    ];
  });
}
