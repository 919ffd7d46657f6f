import { eachCall } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import type { Evidence } from "../../model/evidence";
import type { CallFact } from "../../python/facts";
import type { Place } from "../../model/place";
import { keywordOf } from "../../python/values";
import { defineDetector } from "../define-detector";
import { among, isProductionCode } from "../integrations/own-code";

const CALLS = new Set("at setlocale add_job scheduled_job CronTrigger localtime tzset now today".split(" "));
const SCHEDULERS = /^apscheduler\.schedulers\.\w+\.\w+Scheduler\(\)\.(?:add_job|scheduled_job)$/;

const IN_CODE = among(isProductionCode, eachCall(CALLS, inCode));

/**
 * Jobs at a time of the clock on the wall, and locales by name: a container runs in UTC with the C.UTF-8 locale alone, where
 * nobody sets anything else (Docker Official Image of Python).
 */
export const detector = defineDetector({
  id: "readiness-local-time",
  title: "Time zone and locale",
  reads: { everything: true },
  detect({ each }) {
    return each(IN_CODE);
  },
});

function inCode(project: PythonProject, file: PythonFile, call: CallFact): readonly Evidence[] {
  const name = project.qualify(file, call.callee, call.scope);
  const place = project.place(file, call.offset);
  if (name === "locale.setlocale") {
    const locale = project.string(file, call.arguments[1], call.scope);
    if (locale === null || /^(?:|C|POSIX|C\.UTF-?8)$/i.test(locale)) return [];
    return [
      finding(
        place,
        `the locale ${locale} is needed`,
        "Slim images have no locale but C.UTF-8: setlocale raises an error.",
        "Format with a library that brings its own data (Babel), or generate the locale in the image.",
      ),
    ];
  }
  const what = wallClock(name, call);
  return what === null
    ? []
    : [
        finding(
          place,
          what,
          "A container's clock is UTC: the job runs hours before or after the time that is meant.",
          "Give the schedule a time zone (timezone=…), or set TZ for the service.",
        ),
      ];
}

function finding(place: Place, what: string, why: string, fix: string) {
  return {
    claim: "readiness" as const,
    rule: "local-time",
    what,
    why,
    place,
    fix,
  };
}

/** What a call plans by the local clock; null where it gives a time zone or plans by intervals. */
function wallClock(name: string, call: CallFact): string | null {
  if (/^schedule\..*\.at$/.test(name) && name.startsWith("schedule.every()")) {
    const [at] = call.arguments;
    const hasHour = at?.kind === "string" && /\d{1,2}:\d{2}/.test(at.value);
    return hasHour && call.arguments.length < 2 && !keywordOf(call, "tz")
      ? `a job runs at ${at.value} local time`
      : null;
  }
  const isCron =
    (SCHEDULERS.test(name) && call.arguments.some(value => value.kind === "string" && value.value === "cron")) ||
    (SCHEDULERS.test(name) && keywordIs(call, "trigger", "cron")) ||
    name === "apscheduler.triggers.cron.CronTrigger";
  if (!isCron || keywordOf(call, "timezone") || !keywordOf(call, "hour")) return null;
  return "a job runs at an hour of local time";
}

function keywordIs(call: CallFact, name: string, text: string): boolean {
  const value = keywordOf(call, name);
  return value?.kind === "string" && value.value === text;
}
