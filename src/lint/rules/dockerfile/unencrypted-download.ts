import type { ShellCommand, ShellWord } from "../../../docker/shell/types";
import { defineRule } from "../../define-rule";
import { commandsNamed, hasArgument } from "../../query/commands";
import { replace, suggestion } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

/** Programs by which a step sees what it was given: a sum, a signature. */
const CHECKING = /^(?:(?:sha\d+|md5|b2)sum|shasum|gpgv2?|openssl|cosign|minisign|signify|rhash)$/;

function checks(command: ShellCommand): boolean {
  const name = command.name ?? "";
  return CHECKING.test(name) || (/^gpg2?$/.test(name) && hasArgument(command, "--verify", "--decrypt", "-d"));
}

/** Hosts that no one between can change: this machine, private networks, a cloud's own address, and names without a dot, which are services beside the build. */
const NEAR =
  /^http:\/\/(?:localhost|127\.|169\.254\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[|[\w-]+(?:[:/]|$)|[\w.-]+\.(?:internal|local|localhost|lan)(?:[:/]|$))/i;

/** Options that take an address which is not the one that is fetched; one letter may end a cluster. */
const TAKES =
  /^(?:-[a-zA-Z]*[xeHdA]|--(?:(?:pre)?proxy|socks\w+|referer|header|proxy-header|user-agent|data(?:-\w+)?|json|form|execute))$/;

function isPlain(text: string): boolean {
  return /^http:\/\/\w/i.test(text) && !NEAR.test(text);
}

/** The address that a command fetches from without encryption. */
function addressOf(command: ShellCommand): ShellWord | undefined {
  // What an option takes, such as a proxy, is no address that is fetched.
  return command.arguments.find((word, at) => isPlain(word.text) && !TAKES.test(command.arguments[at - 1]?.text ?? ""));
}

export const rule = defineRule({
  target: "dockerfile",
  id: "unencrypted-download",
  code: "DD1192",
  severity: "info",
  mirrors: [],
  what: "A file is fetched over `http://`, and nothing checks what came.",
  why: "Anyone on the way can replace what goes into the image.",
  todo: "Fetch over `https://`, or check the file's sum in the same step.",
  bad: "FROM debian:13\nRUN wget «http://example.com/tool» && install tool /usr/bin\n",
  good: "FROM debian:13\nRUN wget https://example.com/tool && install tool /usr/bin\n",
  check: context => {
    for (const run of context.runs) {
      if (run.commands.some(checks)) continue;
      for (const command of commandsNamed(run, "curl", "wget")) {
        const word = addressOf(command);
        if (word === undefined) continue;
        const isRaw = context.text.startsWith(word.text, word.span.start);
        const scheme = { start: word.span.start, end: word.span.start + "http".length };
        context.report(word.span, "Anyone on the way can replace this download. Fetch over `https://`.", {
          fixes: isRaw ? [suggestion("Fetch over https", replace(scheme, "https"))] : [],
        });
      }
    }
    // What ADD fetches a later step checks.
    if (context.runs.some(run => run.commands.some(checks))) return;
    for (const { flags, sources } of instructionsOf(context, "ADD")) {
      const word = sources.find(each => isPlain(each.value));
      if (word === undefined || flags.some(flag => flag.name === "checksum")) continue;
      const isRaw = context.text.startsWith(word.value, word.span.start);
      const scheme = { start: word.span.start, end: word.span.start + "http".length };
      context.report(word.span, "Anyone on the way can replace this download. Fetch over `https://`.", {
        fixes: isRaw ? [suggestion("Fetch over https", replace(scheme, "https"))] : [],
      });
    }
  },
});
