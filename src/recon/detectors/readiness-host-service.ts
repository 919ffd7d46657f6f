import type { CallFact } from "../../python/facts";
import { eachCall } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import type { Evidence } from "../../model/evidence";
import { defineDetector } from "../define-detector";
import { isSideFolder } from "../unit-manifests";
import { among, isProductionCode } from "../integrations/own-code";

const CONTROL =
  /^(?:sudo|systemctl|service|crontab|supervisorctl|launchctl|initctl|docker|docker-compose|reboot|shutdown)$/;

const CALLS = new Set(
  "run call check_call check_output Popen system popen getoutput create_subprocess_exec create_subprocess_shell CronTab".split(
    " ",
  ),
);

/** What Ansible installs on other machines. */
const OTHER_MACHINES = /(?:^|\/)(?:playbooks?|ansible)\/|(?:^|\/)roles\/[^/]+\/(?:templates|files)\//;

const IN_CODE = among(isProductionCode, eachCall(CALLS, inCode));

/** What relies on a service manager, cron or a login of the machine: none of them runs in a container. */
export const detector = defineDetector({
  id: "readiness-host-service",
  title: "Services of the machine",
  reads: { everything: true, files: ["crontab", "*.cron", "*.crontab", "cron.d/*", "*.service", "*.timer"] },
  detect({ workspace, files, each }) {
    const found = each(IN_CODE);
    const inFiles = files
      .filter(path => !OTHER_MACHINES.test(path) && !isSideFolder(path))
      .map(path => ({
        claim: "readiness" as const,
        rule: "host-service",
        what: /\.(?:service|timer)$/.test(path) ? "a systemd unit starts it today" : "cron runs jobs today",
        why: "A container has neither systemd nor cron; what the file starts becomes a service.",
        place: workspace.place(path, 0),
        fix: "Make a Compose service of its command; a timer or cron job needs a scheduler service.",
      }));
    return [...found, ...inFiles];
  },
});

function inCode(project: PythonProject, file: PythonFile, call: CallFact): readonly Evidence[] {
  const name = project.qualify(file, call.callee, call.scope);
  const isCron = name === "crontab.CronTab";
  if (!isCron && !/^(?:subprocess|os|asyncio)\./.test(name)) return [];
  const [first] = call.arguments;
  const head = first?.kind === "sequence" ? first.items[0] : first;
  const word =
    (head ? project.string(file, head, call.scope) : null)?.trim().split(/\s+/, 1)[0]?.split("/").at(-1) ?? "";
  if (!isCron && !CONTROL.test(word)) return [];
  return [
    {
      claim: "readiness" as const,
      rule: "host-service",
      what: isCron ? "jobs are written into the machine's crontab" : `${word} is called`,
      why: "A container runs one process: no service manager, no cron, no other login.",
      place: project.place(file, call.offset),
      fix: isCron
        ? "Run the jobs in a scheduler service of their own."
        : "Leave starting and stopping to Compose, or run it as a service of its own.",
    },
  ];
}
