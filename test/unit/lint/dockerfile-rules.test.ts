import assert from "node:assert/strict";
import { DOCKERFILE_RULES } from "../../../src/lint/registry";
import { lintDockerfile } from "../../kit/lint-file";
import { DOCKERFILE_CASES } from "./dockerfile-cases";

function fileOf(text: string): string {
  return text.startsWith("=") ? text.slice(1) : `FROM debian:13\n${text}\n`;
}

describe("cases of the rules on Dockerfiles", () => {
  for (const rule of DOCKERFILE_RULES) {
    const cases = DOCKERFILE_CASES[rule.id];
    if (cases === undefined) continue;
    it(`${rule.id} ${rule.code}`, () => {
      const found = (text: string): number => {
        return lintDockerfile(fileOf(text), "Dockerfile", { rules: [rule], select: "all" }).length;
      };
      for (const text of cases.bad) assert.ok(found(text) > 0, `not found in ${JSON.stringify(text)}`);
      for (const text of cases.good) assert.equal(found(text), 0, `found in ${JSON.stringify(text)}`);
    });
  }

  it("takes a part without an image in a folder of templates for no Dockerfile", () => {
    const rules = (path: string): readonly string[] =>
      lintDockerfile("ENV A=b\nNOPE=c\n", path).map(({ rule }) => rule);
    assert.deepEqual(rules("eng/dockerfile-templates/Dockerfile.envs"), ["unrendered-dockerfile"]);
    assert.ok(rules("eng/Dockerfile.envs").includes("missing-from"));
  });

  it("tells of a stage that no container runs, and of what a base may set, more softly", () => {
    const told = (rule: string, text: string): string | undefined =>
      lintDockerfile(text, "Dockerfile", { select: [rule] })[0]?.severity;
    const build = (body: string): string => `FROM debian:13 AS b\n${body}\nFROM debian:13\nCOPY --from=b /x /x\n`;
    assert.equal(told("repeated-cmd", build("CMD a\nCMD b")), "hint");
    assert.equal(told("repeated-cmd", "FROM debian:13\nCMD a\nCMD b\n"), "warning");
    assert.equal(told("repeated-entrypoint", build("ENTRYPOINT a\nENTRYPOINT b")), "hint");
    assert.equal(told("cd-in-run", build("RUN cd /a && b")), "hint");
    assert.equal(told("cd-in-run", "FROM debian:13\nRUN cd /a && b\n"), "info");
    assert.equal(told("unconfirmed-dnf-install", "FROM fedora:42\nRUN dnf install a\n"), "error");
    assert.equal(told("unconfirmed-dnf-install", "FROM fedora:42\nRUN microdnf install a\n"), "info");
    assert.equal(told("self-referencing-env", "FROM me/base:1\nENV A=1 B=$A\n"), "info");
    assert.equal(told("self-referencing-env", "FROM debian:13\nENV A=1 B=$A\n"), "error");
  });

  it("root-user makes its user as the system of the image does, also where a variable names it", () => {
    const added = (from: string): string | undefined =>
      lintDockerfile(`${from}\nCMD a\n`, "Dockerfile", { select: ["root-user"] })[0]?.fixes[0]?.edits[0]?.text;
    assert.match(added("ARG V=3.20\nARG I=alpine:${V}\nFROM ${I}") ?? "", /^RUN adduser -D /);
    assert.match(added("ARG I=debian:13\nFROM $I") ?? "", /^RUN useradd /);
  });

  it("sudo-in-run drops sudo without asking only where root runs the step", () => {
    const isSafe = (text: string): boolean | undefined =>
      lintDockerfile(`${text}\nRUN sudo a\n`, "Dockerfile", { select: ["sudo-in-run"] })[0]?.fixes[0]?.safe;
    for (const text of ["FROM debian:13", "FROM debian:13\nUSER a\nUSER root", "ARG I=ubuntu:24.04\nFROM $I"])
      assert.equal(isSafe(text), true, text);
    const others = ["FROM me/base", "FROM debian:13\nUSER a", "FROM debian:13 AS b\nUSER a\nFROM b", "FROM solr:9"];
    for (const text of [...others, "ARG I\nFROM $I"]) assert.equal(isSafe(text), false, text);
  });

  it("wget-progress adds nothing that BusyBox's wget stops at", () => {
    const added = (text: string): string => {
      const [fix] = lintDockerfile(text, "Dockerfile", { select: ["wget-progress"] })[0]?.fixes ?? [];
      return `${fix?.edits[0]?.text.trim() ?? ""} ${String(fix?.safe)}`;
    };
    assert.equal(added("FROM debian:13\nRUN wget a\n"), "--progress=dot:giga true");
    assert.equal(added("FROM me/base\nRUN yum -y install wget && wget a\n"), "--progress=dot:giga true");
    assert.equal(added("FROM me/base\nRUN wget a\n"), "--progress=dot:giga false");
    assert.equal(added("ARG V=3.20\nFROM alpine:$V AS b\nFROM b\nRUN wget a\n"), "-q true");
    assert.equal(added("FROM golang:1-alpine\nRUN wget a\n"), "-q true");
    assert.equal(added("FROM busybox:1.36\nRUN wget a\n"), "-q true");
    assert.equal(added("FROM me/busybox-tools\nRUN wget a\n"), "--progress=dot:giga false");
    assert.equal(added("FROM me/base\nRUN apk add --no-cache tar\nRUN wget a\n"), "-q true");
    assert.equal(added("FROM alpine:3\nRUN apk add --no-cache tar wget=1.2\nRUN wget a\n"), "--progress=dot:giga true");
  });

  it("root-user is milder where the image holds what a start script steps down with", () => {
    const severities = (text: string): readonly string[] =>
      lintDockerfile(text, "Dockerfile", { select: ["root-user"] }).map(
        ({ severity, message }) => `${severity} ${String(/steps down/.test(message))}`,
      );
    assert.deepEqual(severities("FROM debian:13\nRUN apt-get install -y gosu\nUSER root\nCMD a\n"), ["info true"]);
    assert.deepEqual(severities("FROM debian:13\nCOPY --from=tianon/gosu /gosu /usr/local/bin/\nCMD a\n"), [
      "info true",
    ]);
    assert.deepEqual(severities("FROM alpine:3\nRUN apk add su-exec=0.2\nCMD a\n"), ["info true"]);
    assert.deepEqual(severities('FROM debian:13\nRUN curl -o /bin/gosu "$URL/gosu-amd64"\nCMD a\n'), ["info true"]);
    assert.deepEqual(severities('FROM debian:13\nENTRYPOINT ["gosu", "app", "a"]\n'), ["info true"]);
    for (const step of [
      "RUN apt-get install -y gosu:amd64",
      "RUN apk add su-exec~=0.2",
      'ENV P="tini gosu"\nRUN apk add $P',
    ])
      assert.deepEqual(severities(`FROM debian:13\n${step}\nCMD a\n`), ["info true"], step);
    assert.deepEqual(severities('FROM debian:13\nENV P="tini mygosu" gosu=1\nCMD a\n'), ["warning false"]);
    assert.deepEqual(severities("FROM debian:13\nRUN echo mygosu\nCMD a\n"), ["warning false"]);
    assert.deepEqual(severities("FROM debian:13\nRUN set -e; \\\n  true # no gosu here\nCMD a\n"), ["warning false"]);
  });

  it("apt-lists-left keeps the lists that a step has fetched for another", () => {
    const fixes = (text: string) =>
      lintDockerfile(`FROM debian:13\n${text}\n`, "Dockerfile")
        .filter(({ rule }) => rule === "apt-lists-left")
        .map(each => each.fixes.length);
    assert.deepEqual(fixes("RUN apt-get update && apt-get install -y a"), [1]);
    for (const verb of [
      "upgrade -y",
      "full-upgrade",
      "build-dep a",
      "satisfy 'a (>= 1)'",
      "reinstall a",
      "safe-upgrade",
    ])
      assert.deepEqual(fixes(`RUN apt-get update && apt-get ${verb}`), [1], verb);
    assert.deepEqual(fixes("RUN apt-get update\nRUN ./setup.sh"), [0]);
    assert.deepEqual(fixes("RUN apt-get update && apt-get upgrade -y\nRUN apt-get install -y a"), [0]);
    assert.deepEqual(fixes("RUN apt-get update && apt-get upgrade -y\nRUN apt-get build-dep a"), [0]);
    assert.deepEqual(fixes("RUN apt-get update && apt-get autoremove"), [0]);
  });

  it("unexpanded-variable keeps an argument that looks like an operator out of the shell's reach", () => {
    const text = 'FROM debian:13\nCMD ["a", "--sep", ";", "$NAME"]\n';
    const [found] = lintDockerfile(text, "Dockerfile", { select: ["unexpanded-variable"] });
    assert.equal(found?.fixes[0]?.edits[0]?.text, '["sh", "-c", "exec a --sep \\";\\" $NAME"]');
  });

  it("world-writable offers a narrower mode where no other user than root may need the wide one", () => {
    const fixes = (text: string) =>
      lintDockerfile(`FROM debian:13\n${text}\n`, "Dockerfile", { select: ["world-writable"] }).map(({ fixes }) =>
        fixes.map(fix => fix.title),
      );
    assert.deepEqual(fixes("RUN chmod 777 /a"), [["Keep others from writing: 775"]]);
    assert.deepEqual(fixes("COPY --chmod=666 a /a\nUSER root"), [["Keep others from writing: 664"]]);
    assert.deepEqual(fixes("RUN chmod 777 /a\nUSER app"), [[]]);
    assert.deepEqual(fixes("RUN chmod a+w /a"), [[]]);
  });

  it("separate-package-update knows managers whose update upgrades", () => {
    const told = (text: string): readonly string[] =>
      lintDockerfile(text, "Dockerfile", { select: ["separate-package-update"] }).map(
        ({ severity, message }) => `${severity} ${String(/upgrades what the base image has/.test(message))}`,
      );
    assert.deepEqual(told("FROM fedora:42\nRUN dnf install -y a && dnf -y update && dnf clean all\n"), ["info true"]);
    assert.deepEqual(told("FROM opensuse/leap:15\nRUN zypper refresh\n"), ["warning false"]);
    assert.deepEqual(told("FROM debian:13\nRUN apt-get update\n"), ["warning false"]);
  });

  it("shell-form-command advises what the command allows", () => {
    const advice = (command: string): string =>
      lintDockerfile(`FROM debian:13\nCMD ${command}\n`, "Dockerfile", {
        select: ["shell-form-command"],
      })[0]?.message.split(". ")[1] ?? "";
    assert.equal(advice("python app.py"), "Write a JSON array.");
    assert.equal(advice("python app.py $PORT"), "Begin it with `exec`.");
    assert.equal(advice("for f in a b; do python $f; done"), "Put it into a script that ends with `exec`.");
    assert.equal(advice("migrate && serve"), "Put it into a script that ends with `exec`.");
  });

  it("unknown-instruction offers a keyword for a misspelt one alone", () => {
    const offered = (line: string): readonly string[] =>
      lintDockerfile(`FROM a\n${line}\n`, "Dockerfile", { select: ["unknown-instruction"] }).flatMap(finding =>
        finding.fixes.map(fix => fix.title),
      );
    assert.deepEqual(offered("fom b"), ["Change to from"]);
    assert.deepEqual(offered("RUN: x"), ["Change to RUN"]);
    assert.deepEqual(offered("from=c"), []);
    assert.deepEqual(offered("--mont=c"), []);
  });

  it("invalid-image-reference marks the part that is wrong", () => {
    const marked = (image: string): readonly string[] => {
      const text = `FROM ${image}\n`;
      const found = lintDockerfile(text, "Dockerfile", { select: ["invalid-image-reference"] });
      return found.map(({ span }) => text.slice(span.start, span.end));
    };
    assert.deepEqual(marked("alpine:^"), ["^"]);
    assert.deepEqual(marked("host:5000/a@sha25:x"), ["sha25:x"]);
    assert.deepEqual(marked("Alpine:^"), ["Alpine:^"]);
    assert.deepEqual(marked("alpine:"), ["alpine:"]);
    assert.deepEqual(marked("host:5000/a:1"), []);
  });

  it("unknown-user tells the first stage that stops, and reads thousands of stages once", () => {
    const lines = (text: string): readonly number[] =>
      lintDockerfile(text, "Dockerfile", { select: ["unknown-user"] }).map(finding => finding.line);
    const built = (count: number): string =>
      Array.from(
        { length: count },
        (_, at) => `FROM s${String(at)} AS s${String(at + 1)}\nRUN a\nUSER u${String(at)}\n`,
      )
        .join("")
        .replace("s0", "debian:13");
    assert.deepEqual(
      lines("FROM debian:13 AS a\nUSER x\nFROM a AS b\nUSER y\nFROM b\nUSER z\nFROM debian:13\nUSER v\n"),
      [2, 8],
    );
    const before = process.cpuUsage();
    assert.deepEqual(lines(built(6000)), []);
    // Going through all stages before each one takes more than ten seconds.
    assert.ok(process.cpuUsage(before).user < 5_000_000);
  });

  it("trailing-comment offers to move the comment only where enough arguments stay", () => {
    const fixes = (body: string): number =>
      lintDockerfile(`FROM debian:13\n${body}\n`, "Dockerfile", { select: ["trailing-comment"] })[0]?.fixes.length ??
      -1;
    assert.equal(fixes("COPY a b # c"), 1);
    assert.equal(fixes("COPY a #b c"), 0);
    assert.equal(fixes("ENV A # b"), 0);
    assert.equal(fixes("USER a # b"), 1);
  });

  it("lost-shell-state offers ENV only where each variable has the same value there", () => {
    const fixed = (body: string): string | null => {
      const text = `FROM debian:13\n${body}\n`;
      const [found] = lintDockerfile(text, "Dockerfile", { select: ["lost-shell-state"] });
      assert.ok(found, body);
      return found.fixes[0]?.edits[0]?.text ?? null;
    };
    assert.equal(fixed("RUN export A=b"), "ENV A=b");
    assert.equal(fixed("RUN export PATH=/a:$PATH"), "ENV PATH=/a:$PATH");
    assert.equal(fixed("ENV HOME=/h\nRUN export PATH=$HOME/bin:$PATH"), "ENV PATH=$HOME/bin:$PATH");
    assert.equal(fixed("ARG V\nRUN export A=${V}"), "ENV A=${V}");
    for (const words of ["PATH=$HOME/bin:$PATH", "A=~/x", "A=/b:~/c", "A=$PWD/x", "A=$$", "A=${PATH%%:*}"])
      assert.equal(fixed(`RUN export ${words}`), null, words);
    assert.equal(fixed("RUN export A=/a && export B=$A"), null);
    assert.equal(fixed("ENV A=/z\nRUN export A=/a && export B=$A"), null);
  });

  it("lost-shell-state says what fits the command", () => {
    const said = (body: string): string =>
      lintDockerfile(`FROM debian:13\n${body}\n`, "Dockerfile", { select: ["lost-shell-state"] })[0]?.message ?? "";
    assert.match(said("RUN alias ll='ls -l'"), /Put it into the RUN that needs it\.$/);
    assert.match(said("RUN . /venv/bin/activate"), /Set PATH by `ENV`, or put it into the RUN that needs it\.$/);
    assert.match(said("RUN export A=b"), /Write `ENV`\.$/);
    assert.match(said("RUN export A=$HOME/b"), /Write `ENV`, with the value in place of what only the shell knows\.$/);
  });

  it("are written for every rule that needs no configuration", () => {
    const configured = DOCKERFILE_RULES.filter(rule => typeof rule.bad !== "string" || rule.id === "inline-ignore");
    const missing = DOCKERFILE_RULES.filter(
      rule => !DOCKERFILE_CASES[rule.id]?.bad.length && !configured.includes(rule),
    );
    assert.deepEqual(
      missing.map(rule => rule.id),
      [],
    );
  });
});
