import { isOwnCode } from "../integrations/own-code";
import { parseAddress } from "../commands/arguments";
import { defineDetector } from "../define-detector";
import { handedValues } from "../targets/handed-values";
import { subcommandEvidence } from "../workers/subcommand-evidence";
import { scriptEvidence, startsItself } from "../workers/script-evidence";

const PORT = 50051;

/** gRPC servers with the port that they add. */
export const detector = defineDetector({
  id: "grpc-servers",
  title: "gRPC servers",
  reads: { calls: ["grpc.server", "grpc.aio.server", "grpclib.server.Server"] },
  detect: context =>
    context.calls
      .filter(({ file }) => isOwnCode(file))
      .flatMap(({ file, call }) => {
        const { project } = context;
        const ports = file.facts.calls.filter(({ callee }) => /\.add_(?:in)?secure_port$/.test(callee));
        const addresses = ports.map(({ arguments: [first], scope, offset }) => {
          const given = first ? [{ file, value: first, scope }, ...handedValues(project, file, first, scope)] : [];
          const resolved = given
            .map(one => project.resolve(one.file, one.value, one.scope).value)
            .find(({ kind }) => kind === "string" || kind === "template");
          const text =
            resolved?.kind === "string"
              ? resolved.value
              : resolved?.kind === "template"
                ? resolved.parts.map(part => (typeof part === "string" ? part : "0")).join("")
                : "";
          const literal = parseAddress(text).port;
          return { port: literal, offset };
        });
        const address = addresses.find(({ port }) => port !== null);
        const place = project.place(file, call.offset);
        const facts = { kind: "grpc" as const, name: "grpc", port: address?.port ?? PORT };
        return [
          { claim: "framework" as const, name: "grpc", place },
          ...(address === undefined || address.port === null
            ? []
            : [
                {
                  claim: "port" as const,
                  port: address.port,
                  source: "code",
                  place: project.place(file, address.offset),
                },
              ]),
          ...[
            startsItself(context, file)
              ? scriptEvidence(context, file, call.offset, facts)
              : subcommandEvidence(context, file, call, facts),
          ].filter(one => one !== null),
        ];
      }),
});
