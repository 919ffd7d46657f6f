import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "repeated-scheduler",
  code: "DD2145",
  severity: "error",
  mirrors: [],
  what: "More than one container of a service that runs Celery's scheduler: `celery beat`, or a worker with `-B`.",
  why: "Every scheduler sends every task, so each runs once for each container.",
  todo: "Run the scheduler in a service of its own with one container.",
  bad: "services:\n  worker:\n    image: shop:1\n    command: celery -A shop worker -B\n    deploy:\n      replicas: «3»\n",
  good: "services:\n  worker:\n    image: shop:1\n    command: celery -A shop worker\n    deploy:\n      replicas: 3\n  beat:\n    image: shop:1\n    command: celery -A shop beat\n",
  check: context => {
    for (const { name, command, replicas } of context.document.services) {
      if (command === null || replicas === null || replicas.count < 2) continue;
      const { text } = command;
      if (!/\bcelery\b/.test(text) || !/\sbeat(?:\s|$)|\sworker\b.*\s(?:-B|--beat)(?:\s|$)/.test(text)) continue;
      // Schedulers that share a lock send each task once.
      if (/redbeat/i.test(text)) continue;
      context.report(
        replicas.span,
        `Each container of \`${shorten(name, 30)}\` schedules every task, so each runs ${String(replicas.count)} times. Run the scheduler once, in a service of its own.`,
      );
    }
  },
});
