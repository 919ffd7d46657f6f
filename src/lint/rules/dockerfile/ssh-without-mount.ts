import { mountsOf } from "../../../docker/dockerfile/mounts";
import { defineRule } from "../../define-rule";
import { insert, suggestion } from "../../query/fixing";
import { isCertain } from "../../query/known-runs";

/** What says that a key reaches the build in another way. */
const OTHER_KEYS =
  /\.ssh\b|id_rsa|id_ed25519|ssh-(?:agent|add|keyscan)|GIT_SSH|insteadOf|(?:ssh|deploy|private)[_-]?key|type=(?:ssh|secret)/i;

export const rule = defineRule({
  target: "dockerfile",
  id: "ssh-without-mount",
  code: "DD1184",
  severity: "error",
  mirrors: [],
  what: "RUN clones or installs over SSH without a mount of the SSH agent.",
  why: "The build has no key, so it stops with `Permission denied (publickey)` or `Host key verification failed`.",
  todo: "Write `RUN --mount=type=ssh` and build with `--ssh default`, or take the address with `https://`.",
  bad: "FROM python:3.13\nRUN git clone «git@github.com:acme/shop.git» /src\n",
  good: "FROM python:3.13\nRUN --mount=type=ssh git clone git@github.com:acme/shop.git /src\n",
  check: context => {
    if (OTHER_KEYS.test(context.text)) return;
    for (const run of context.runs) {
      const { instruction } = run;
      if (mountsOf(instruction).some(mount => mount.type === "ssh")) continue;
      for (const command of run.commands) {
        if (command.name === null || !/^(?:git|pip[\d.]*|uv|poetry|npm|yarn|python[\d.]*)$/.test(command.name))
          continue;
        if (command.name === "git" && !command.arguments.some(word => /^(?:clone|fetch|pull)$/.test(word.text)))
          continue;
        const word = command.arguments.find(each =>
          /^(?:[\w.-]+@[\w.-]+:[\w./-]+|(?:git\+)?ssh:\/\/.+|.+ @ git\+ssh:\/\/.+)$/.test(each.text),
        );
        if (word === undefined || !isCertain(context, run, command)) continue;
        const at = instruction.keywordSpan.end;
        context.report(
          word.span,
          "The build has no SSH key, so it stops here. Write `RUN --mount=type=ssh` and build with `--ssh default`.",
          { fixes: [suggestion("Mount the SSH Agent", insert(at, " --mount=type=ssh"))] },
        );
      }
    }
  },
});
