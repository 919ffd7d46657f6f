import { l10n } from "vscode";
import { findingKey } from "../../../model/finding-key";
import type { EntryPoint, EntryPointKind, Recon } from "../../../model/recon";
import type { Place } from "../../../model/place";
import { byRole, roleOf, type EntryRole } from "../../../report/entry-roles";
import { describe, doubt, evidenceRows, firstAnd, group, withCorrection, type Row, type RowContext } from "../row";

const roleIcons: Readonly<Record<EntryRole, string>> = {
  web: "globe",
  worker: "server-process",
  beat: "clockface",
  script: "terminal",
};

/** Kinds that are written with capitals by those who made them; the others are plain words. */
const kindNames: Readonly<Partial<Record<EntryPointKind, string>>> = {
  wsgi: "WSGI",
  asgi: "ASGI",
  grpc: "gRPC",
  streamlit: "Streamlit",
  gradio: "Gradio",
  dash: "Dash",
};

export function entryPointsGroup(recon: Recon, context: RowContext): Row {
  const sorted = byRole(recon.entryPoints);
  const rows = [
    ...sorted.map((entry, index) => withCorrection(context, entryRow(entry, index, context))),
    ...toolRow(
      "migrate",
      "history",
      recon.migrations?.command,
      recon.migrations?.place,
      recon.migrations?.tool,
      context,
    ),
    ...toolRow("static", "file-media", recon.static?.command, recon.static?.place, recon.static?.folder, context),
    ...recon.frontEnds.flatMap(({ path, command, tool, place }) =>
      toolRow(l10n.t("front end {path}", { path: path || "." }), "browser", command, place, tool, context),
    ),
    ...toolRow("test", "beaker", recon.tests?.command, recon.tests?.place, recon.tests?.runner, context),
  ];
  const started = sorted.map(entry => entry.name);
  return group(
    context,
    l10n.t("Entry points"),
    "rocket",
    describe(firstAnd(started.length > 0 ? [...new Set(started)] : rows.map(row => row.label))),
    rows,
    recon.modules.length > 0 ? l10n.t("none: this is a library") : l10n.t("none found"),
  );
}

function entryRow(entry: EntryPoint, index: number, context: RowContext): Row {
  const role = roleOf(entry.kind);
  const id = `${context.unit}/Entry points/${entry.kind}/${entry.name}/${entry.target}/${index}`;
  const command = entry.command.join(" ");
  const port = entry.port === null ? null : l10n.t("port {port}", { port: entry.port });
  const { target } = entry;
  const kind = kindNames[entry.kind] ?? entry.kind;
  return {
    id,
    label: entry.name,
    description: describe(
      command || entry.target,
      port,
      role === "beat" && l10n.t("run one only"),
      doubt(entry.confidence),
    ),
    icon: entry.confidence === "low" ? "question" : roleIcons[role],
    place: entry.place,
    flags: ["place", "correctable", "ignorable", "command", "copyable"],
    spoken: [entry.name, l10n.t("entry point"), command || entry.target, port].filter(Boolean).join(", "),
    finding: findingKey.entryPoint(entry),
    fields: { command: entry.command, port: entry.port, workingDirectory: entry.workingDirectory ?? "" },
    command,
    detail: {
      why:
        entry.rank === 1
          ? l10n.t("{target} is started as {kind}.", { target, kind })
          : l10n.t("{target} is started as {kind} (candidate {rank}).", { target, kind, rank: entry.rank }),
      confidence: entry.confidence,
      inContainer: command === "" ? l10n.t("No start command is known.") : l10n.t("Runs {command}.", { command }),
      ...(role === "script" ? {} : { inPlan: l10n.t("Considered as the command of a service.") }),
    },
    children: evidenceRows(id, [entry.place]),
  };
}

function toolRow(
  name: string,
  icon: string,
  command: readonly string[] | undefined,
  place: Place | undefined,
  detail: string | null | undefined,
  context: RowContext,
): Row[] {
  if (!command || !place) return [];
  const id = `${context.unit}/Entry points/${name}`;
  const text = command.join(" ");
  return [
    withCorrection(context, {
      id,
      label: name,
      description: describe(text || detail),
      icon,
      place,
      flags: ["place", "command", "copyable"],
      spoken: l10n.t("{name}, command {text}", { name, text }),
      command: text,
      detail: {
        why: l10n.t("{tool} is set up in {path}.", { tool: detail ?? name, path: place.path }),
        confidence: place.confidence,
      },
      children: evidenceRows(id, [place]),
    }),
  ];
}
