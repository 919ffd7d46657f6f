import { defineRule } from "../../define-rule";
import { hasArgument, operands } from "../../query/commands";
import { hasCacheMount } from "../../query/packages";

const MANAGERS: readonly { readonly names: readonly string[]; readonly updates: readonly string[] }[] = [
  { names: ["apt-get", "apt", "aptitude"], updates: ["update"] },
  { names: ["yum"], updates: ["update", "up"] },
  { names: ["apk"], updates: ["update"] },
  { names: ["dnf", "microdnf"], updates: ["update", "up"] },
  { names: ["zypper"], updates: ["update", "up", "refresh", "ref"] },
];

const INSTALLS = [
  "upgrade",
  "dist-upgrade",
  "full-upgrade",
  "install",
  "in",
  "source-install",
  "reinstall",
  "groupinstall",
  "localinstall",
  "add",
  "build-dep",
  "satisfy",
];

/** Managers that fetch their index with each call: their `update` upgrades packages. */
const UPGRADING: ReadonlySet<string> = new Set(["yum", "dnf", "microdnf"]);

/** Programs of others that install system packages by themselves: each by its name, or by an argument that asks for it. */
const INSTALLERS = ["rosdep", "mk-build-deps", "gdebi", "xx-apt", "xx-apt-get", "xx-apk"];
const INSTALLING_ARGUMENTS = ["install-deps", "--with-deps"];

export const rule = defineRule({
  target: "dockerfile",
  id: "separate-package-update",
  code: "DD1136",
  severity: "warning",
  mirrors: ["DS-0017", "CKV_DOCKER_5"],
  what: "RUN updates the package index without installing anything.",
  why: "The step comes from the cache for months, and a later install then asks for packages that are gone.",
  todo: "Put the update and the install into one RUN.",
  bad: "FROM debian:13\nRUN apt-get «update»\nRUN apt-get install -y curl\n",
  good: "FROM debian:13\nRUN apt-get update && apt-get install -y curl\n",
  check: context => {
    for (const run of context.runs) {
      for (const { names, updates } of MANAGERS) {
        const at = run.commands.findIndex(
          command =>
            command.name !== null && names.includes(command.name) && updates.includes(operands(command)[0]?.text ?? ""),
        );
        const update = run.commands[at];
        if (update === undefined) continue;
        const isUsed = run.commands
          .slice(at + 1)
          .some(
            command =>
              (command.name !== null && names.includes(command.name) && hasArgument(command, ...INSTALLS)) ||
              command.name === null ||
              INSTALLERS.includes(command.name) ||
              hasArgument(command, ...INSTALLING_ARGUMENTS) ||
              command.words[0]?.text.includes("/") === true,
          );
        const isMounted = hasCacheMount(run, "/var/lib/apt", "/var/cache");
        if (isUsed || isMounted) continue;
        const verb = operands(update)[0];
        const call = `${update.name ?? ""} ${verb?.text ?? ""}`;
        const upgrades = UPGRADING.has(update.name ?? "") || (update.name === "zypper" && /^up/.test(verb?.text ?? ""));
        context.report(
          verb?.span ?? update.span,
          upgrades
            ? `\`${call}\` upgrades what the base image has, to what the day offers, and the step is cached. Take a newer base image.`
            : `This index is cached and grows old, so a later install fails. Install in the same RUN: \`${call} && …\`.`,
          upgrades ? { severity: "info" } : {},
        );
      }
    }
  },
});
