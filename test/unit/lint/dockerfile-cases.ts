import { SLIP_CASES } from "./dockerfile-slip-cases";

/**
 * Further cases for the rules on Dockerfiles: what each must find, and near misses that it must leave alone. A text that begins with `=` is
 * a whole file; any other follows `FROM debian:13`.
 */
export interface RuleCases {
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

export const DOCKERFILE_CASES: Readonly<Record<string, RuleCases>> = {
  ...SLIP_CASES,
  "unrendered-dockerfile": {
    bad: [
      "=FROM {{ image }}:{{ tag }}\nRUN make\n",
      "={% if slim %}\nFROM a:slim\n{% else %}\nFROM a\n{% endif %}\n",
      "{%- if cookiecutter.use_celery == 'y' %}\nCOPY a b\n{%- endif %}",
      "RUN apt-get update \\\n  {% for name in packages %}\n  {{ name }} \\\n  {% endfor %}\n  && true",
      "=FROM debian:%%SUITE%%\n",
      "=FROM @BASE_IMAGE@\n",
      "=<% if slim %>\nFROM a\n<% end %>\n",
      "EXPOSE {{ port }}",
      "{# a remark #}\nUSER a",
      '=RUN version={{ARGS["v"]}} \\\n    && {{Insert("x", [\n  "a": b\n])}}\n',
      "=FROM a\n${EXTRA_STEPS}\nRUN b\n",
      "=FROM a\n$MORE\n",
      "=FROM a\nENV PHP_VERSION=%%PHP_VERSION%%\n",
      "COPY %%DIR%%/a /b",
    ],
    good: [
      "RUN docker ps --format '{{ .Names }} {{ name }}'",
      "RUN a \\\n  $MORE",
      "ENV DATE=%%d",
      "RUN <<E\n$MORE\nE",
      "ENV PROMPT='{{ name }}'",
      "RUN echo '{% if x %}' > /t.j2",
      "COPY <<E /t.j2\n{% if a %}\n{{ b }}\n{% endif %}\nE",
      "COPY {{cookiecutter.project_slug}} /template",
      "# {% if a %}\nUSER a",
      "RUN curl -w '%{http_code}' a && date +%%s && printf '{%s}' @A@",
      "=FROM a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef AS b\n",
    ],
  },
  "missing-from": {
    bad: ["=", "=# only a comment\n", "=ARG A=1\n", "=USER a\nFROM b\n"],
    good: ["USER a", "=ARG A=1\nFROM b\n", "=# syntax=docker/dockerfile:1\n\nFROM b\n"],
  },
  "unknown-instruction": {
    bad: ["INSTALL curl", "COPPY a b", "ONBUILD RNU x"],
    good: ["run x", "Copy a b", "RUN \\\nINSTALL"],
  },
  "missing-argument": {
    bad: [
      "COPY a",
      "ENV",
      "ENV A",
      "HEALTHCHECK",
      "HEALTHCHECK CMD",
      "USER",
      "ONBUILD",
      "SHELL",
      "EXPOSE",
      "=FROM\n",
      "LABEL a",
    ],
    good: ["RUN", "CMD []", "HEALTHCHECK NONE", "ARG A", 'COPY ["a", "b"]', "COPY <<E /a\nx\nE"],
  },
  "extra-argument": {
    bad: ["USER root wheel", "STOPSIGNAL 9 9", "HEALTHCHECK NONE x", "=FROM a b\n", "=FROM a AS b c\n"],
    good: [
      "USER a:b",
      "USER a # b",
      'USER "NT AUTHORITY\\\\SYSTEM"',
      "STOPSIGNAL 9",
      "HEALTHCHECK NONE",
      "=FROM a AS b\n",
      "WORKDIR /a b",
    ],
  },
  "unknown-flag": {
    bad: [
      "COPY --form=a b c",
      "ADD --from=a b c",
      "RUN --mont=x y",
      "HEALTHCHECK --period=1s CMD x",
      "=FROM --os=linux a\n",
    ],
    good: [
      "COPY --parents --exclude=*.x a b/",
      "ADD --checksum=sha256:1 --unpack=false a b",
      "RUN --security=insecure --device=x y",
      "HEALTHCHECK --start-interval=1s CMD x",
      "RUN x --unknown",
    ],
  },
  "duplicate-flag": {
    bad: ["COPY --link --link a b", "HEALTHCHECK --retries=1 --retries=2 CMD x"],
    good: [
      "RUN --mount=type=tmpfs,target=/a --mount=type=tmpfs,target=/b x",
      "COPY --exclude=a --exclude=b c d",
      "COPY --link a b",
    ],
  },
  "missing-flag-value": {
    bad: ["COPY --from a b", "COPY --link= a b", "HEALTHCHECK --interval CMD x"],
    good: ["COPY --link a b", "COPY --chown=1 a b", "ADD --keep-git-dir a b"],
  },
  "invalid-run-mount": {
    bad: [
      "RUN --mount=type=cahce,target=/c true",
      "RUN --mount=type=cache,tagret=/c true",
      "RUN --mount=type=cache true",
      "RUN --mount=type=tmpfs true",
      "RUN --mount=type=cache,target= true",
      "RUN --mount=type=cache,target=/c,sharing=exclusive true",
      "RUN --mount=target=/c,ro=maybe true",
      "RUN --mount=type=cache,target=/c,mode=rwx true",
      "RUN --mount=type=tmpfs,target=/c,size=lots true",
      "RUN --mount=type=secret true",
      "RUN --mount=type=cache,target=/c,id true",
    ],
    good: [
      "RUN --mount=type=cache,target=/c,sharing=locked,id=x,mode=0755,uid=1,gid=1,from=b,source=/ true",
      "RUN --mount=source=.,dst=/b,rw true",
      "RUN --mount=type=tmpfs,target=/t,size=64m true",
      "RUN --mount=type=secret,id=s,required,env=TOK true",
      "RUN --mount=type=ssh true",
      "RUN --mount=type=cache,target=$D,uid=$U true",
      "RUN --mount=type=secret,target=/run/x,mode=0400 true",
      "=# syntax=docker/dockerfile:1-labs\nFROM a:1\nRUN --mount=type=new,x=y true\n",
    ],
  },
  "invalid-flag-value": {
    bad: [
      "RUN --network=lan true",
      "ADD --checksum=sha256:24454 https://example.org/a /a",
      "COPY --chmod=999 a b",
      "HEALTHCHECK --interval=5 CMD x",
      "HEALTHCHECK --interval=x CMD x",
      "HEALTHCHECK --timeout=1us CMD x",
      "HEALTHCHECK --timeout=5d CMD x",
      "HEALTHCHECK --retries=0 CMD x",
      "HEALTHCHECK --retries=1.5 CMD x",
      "COPY --link=maybe a b",
      "COPY --from=@a b c",
    ],
    good: [
      "RUN --network=none true",
      "RUN --network=$N true",
      "ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/a /a",
      "COPY --chmod=u+x a b",
      "COPY --chmod=0755 a b",
      "ADD --checksum=$SUM https://example.org/a /a",
      "HEALTHCHECK --interval=1m30s --timeout=1.5s --retries=3 CMD x",
      "HEALTHCHECK --interval=0 CMD x",
      "COPY --link=TRUE a b",
      "HEALTHCHECK --interval=$I CMD x",
    ],
  },
  "broken-pair": {
    bad: ["ENV A=1 B", "LABEL a='b", 'ENV A="b', "ENV =a", "ENV 'A=b'"],
    good: ["ENV A B C=d", "ENV A=1 B=", 'LABEL a="b c" d=e\\ f', "ARG A B=1"],
  },
  "bad-substitution": {
    bad: ["ENV A=${B", "ENV A=${}", "WORKDIR /${A:=b}", "EXPOSE ${A!b}"],
    good: ["ENV A=${B:-c} D=${E##*/} F=${G/a/b}", "RUN echo ${A:=b} ${B^^}", "ENV A='${' B=\\${", 'CMD ["${A:=b}"]'],
  },
  "single-quoted-json": {
    bad: ["CMD ['a']", "ENTRYPOINT ['a', 'b c']", "COPY ['a', 'b']"],
    good: ['CMD ["a"]', "CMD [ -f 'a' ]", "RUN echo 'x'"],
  },
  "broken-json": {
    bad: [
      'CMD [["a"]',
      'VOLUME [["/a"]',
      'CMD ["a", b]',
      "CMD [a, -b]",
      'ENTRYPOINT ["a" "b"]',
      'RUN ["a", "b"',
      'RUN [ "a", "b"',
      'RUN ["a", "b"] && c',
      'VOLUME ["/a"',
      'COPY ["a b", "c"',
      'HEALTHCHECK CMD ["a", "b"',
      "CMD [ “a”, “b” ]",
      "ENTRYPOINT [‘a’]",
      'ONBUILD RUN ["a"',
    ],
    good: [
      'CMD [[ "$A" = b ]] && c',
      "RUN [Net.ServicePointManager]::SecurityProtocol = 3072",
      'CMD ["a", "b"]',
      'RUN [ "$A" = "b" ] && c',
      "RUN [ -f a ] || b",
      "RUN [[ -f a ]] || b",
      "CMD ['a', 'b']",
      'CMD ["a", 1]',
      'RUN <<E\n["a",\nE',
      "COPY [a-z]* /b/",
      'SHELL ["a"',
      'RUN [ "a" ]',
      "RUN [ -f “a” ] || b",
    ],
  },
  "uppercase-directive": {
    bad: ["=# SYNTAX=docker/dockerfile:1\nFROM a\n", "=#Escape=`\nFROM a\n"],
    good: ["=# syntax=docker/dockerfile:1\nFROM a\n", "=# a\n# ESCAPE=`\nFROM a\n", "=FROM a\n# ESCAPE=`\n"],
  },
  "repeated-directive": {
    bad: ["=# syntax=a\n# syntax=b\nFROM a\n"],
    good: ["=# syntax=a\n# escape=`\nFROM a\n", "=# syntax=a\n#\n# syntax=b\nFROM a\n", "=FROM a\n"],
  },
  "invalid-escape-directive": {
    bad: ["=# escape=^\nFROM a\n", "=# escape=\\\\\nFROM a\n"],
    good: ["=# escape=`\nFROM a\n", "=# escape = \\\nFROM a\n", "=#\n# escape=^\nFROM a\n"],
  },
  "empty-continuation-line": {
    bad: ["RUN a \\\n\n b", "ENV A=1 \\\n  \t\n  B=2", "RUN a \\\n# c\n\n b", "RUN a \\\n"],
    good: ["RUN a \\\n b", "RUN a \\\n# c\n b", "RUN a\n\nUSER b", "RUN <<E\n\nx\nE"],
  },
  "unterminated-heredoc": {
    bad: ["RUN <<E\nx", "COPY <<a <<b /c\nx\na\ny", "ONBUILD RUN <<E"],
    good: ["RUN <<E\nE", "RUN cat <<-E\n\tx\n\tE", "RUN cat <<< x", 'CMD ["<<E"]'],
  },
  "nested-json": {
    bad: ['RUN ["a", ["b"]]', "CMD [1]", 'HEALTHCHECK CMD ["a", true]'],
    good: ['CMD ["1"]', "CMD []", "RUN [ 1 -eq 1 ]"],
  },
  "inconsistent-keyword-case": {
    bad: ["Run a\nRUN b", "run a", "=from a\nrun b\nRUN c\n"],
    good: ["RUN a", "=from a\nrun b\n", "=arg A\nFROM a\nRUN b\n"],
  },
  "lowercase-keyword": { bad: ["run a", "ONBUILD run a"], good: ["RUN a", "RUN run", "unknown a"] },
  "inconsistent-as-case": {
    bad: ["=FROM a as b\n", "=from a AS b\n", "=FROM a As b\n"],
    good: ["=FROM a AS b\n", "=from a as b\n", "=From a as b\n"],
  },
  "uppercase-stage-name": {
    bad: ["=FROM a AS Build\n", "=FROM a AS buildX\n"],
    good: ["=FROM a AS build\n", "=FROM a\n", "=FROM a AS b-1.x_y\n"],
  },
  "legacy-key-value": {
    bad: ["ENV A b", "LABEL a b c", "ENV A b=c"],
    good: ["ENV A=b", "ENV A=b C=d", "ARG A"],
  },
  "deprecated-maintainer": {
    bad: ["MAINTAINER a", "maintainer a <b@c.de>"],
    good: ["LABEL maintainer=a", "RUN MAINTAINER", "# MAINTAINER a"],
  },
  "misplaced-description": {
    bad: ["=# some note\nFROM a AS b\n", "# what it does\nARG A"],
    good: ["=# b does it\nFROM a AS b\n", "# A is it\nARG A", "# note\n\nARG A", "=# note\nFROM a\n"],
  },
  "untagged-image": {
    bad: ["=FROM python\n", "=FROM registry.example.com:5000/a/b\n", "=FROM --platform=linux/amd64 python AS x\n"],
    good: [
      "=ARG B\nFROM registry.example.com/a-$B\n",
      "=FROM python:3\n",
      "=FROM scratch\n",
      "=FROM a:1 AS b\nFROM b\n",
      "=ARG B\nFROM $B\n",
      "=FROM a@sha256:1\n",
      "=ARG T=1\nFROM a:$T\n",
      "=ARG KIND=0\nFROM a:1 AS kind_0\nFROM a:1 AS kind_1\nFROM kind_${KIND}\n",
    ],
  },
  "latest-tag": {
    bad: ["=FROM a:latest\n", "=FROM localhost:5000/a:latest AS b\n", "=ARG T=latest\nFROM a:$T\n"],
    good: ["=FROM a:latest-slim\n", "=FROM latest:1\n", "=FROM a:latest@sha256:1\n", "=FROM a:$T\n"],
  },
  "constant-platform": {
    bad: ["=FROM --platform=linux/amd64 a:1\n", "=FROM --platform=linux/arm64 a:1 AS build\n"],
    good: [
      "=FROM --platform=$BUILDPLATFORM a:1\n",
      "=FROM --platform=linux/arm64 a:1 AS build-arm64\n",
      "=ARG P\nFROM --platform=$P a:1\n",
    ],
  },
  "redundant-platform": {
    bad: ["=FROM --platform=$TARGETPLATFORM a:1\n", "=FROM --platform=${TARGETPLATFORM} a:1\n"],
    good: ["=FROM --platform=$BUILDPLATFORM a:1\n", "=FROM a:1\n", "=FROM --platform=linux/$TARGETARCH a:1\n"],
  },
  "duplicate-stage-name": {
    bad: ["=FROM a AS b\nFROM a AS B\n"],
    good: ["=FROM a AS b\nFROM b AS c\n", "=FROM a\nFROM a\n", "=FROM a AS b\nFROM b\n"],
  },
  "reserved-stage-name": {
    bad: ["=FROM a AS scratch\n", "=FROM a AS Context\n"],
    good: ["=FROM scratch AS a\n", "=FROM a AS contexts\n", "=FROM scratch\n"],
  },
  "invalid-stage-name": {
    bad: ["=FROM a AS 1b\n", "=FROM a AS b/c\n"],
    good: ["=FROM a AS b1\n", "=FROM a AS B\n", "=FROM a AS b_c.d-e\n"],
  },
  "misspelt-as": { bad: ["=FROM a is b\n"], good: ["=FROM a AS b\n", "=FROM a as b\n", "=FROM a b\n"] },
  "invalid-image-reference": {
    bad: ["=FROM a_b:5000/c:1\n", "=FROM a:\n", "=FROM a/B\n", "=FROM a@sha256:xyz\n", "=FROM a:-1\n"],
    good: [
      "=FROM a_b.example.com/c:1\n",
      "=FROM a:1\n",
      "=FROM a__b/c-d.e:F_1\n",
      "=FROM ${A}:1\n",
      "=FROM a AS Build\nFROM Build\n",
    ],
  },
  "unknown-copy-source": {
    bad: ["COPY --from=builder /a /b", "COPY --from=3 /a /b", "=FROM a:1 AS b\nCOPY --from=c /x /y\nFROM a:1 AS c\n"],
    good: [
      "=FROM a:1 AS b\nFROM c:1\nCOPY --from=b /x /y\n",
      "COPY --from=nginx:1 /a /b",
      "=FROM a:1\nFROM b:1\nCOPY --from=0 /x /y\n",
      "COPY a b",
    ],
  },
  "self-copy": {
    bad: ["=FROM a:1 AS b\nCOPY --from=b /x /y\n", "=FROM a:1\nCOPY --from=0 /x /y\n"],
    good: ["=FROM a:1 AS b\nFROM c:1 AS d\nCOPY --from=b /x /y\n", "COPY --from=other:1 /x /y", "COPY b c"],
  },
  "whole-root-copy": {
    bad: ["COPY --from=a:1 / /"],
    good: [
      "=FROM scratch AS m\nCOPY a /\nFROM debian:13\nCOPY --from=m / /\n",
      "COPY / /",
      "COPY --from=a:1 /x /",
      "COPY --from=a:1 / /x",
    ],
  },
  "variable-copy-from": {
    bad: ["RUN --mount=type=bind,from=$X,target=/c true", "COPY --from=$A /x /y", "COPY --from=a:${V} /x /y"],
    good: ["COPY --from=a:1 /x /$Y", "COPY $A /y", "COPY --from=a:1 --chown=$U /x /y"],
  },
  "undeclared-from-variable": {
    bad: ["=FROM a:$V\n", "=FROM a\nARG V=1\nFROM b:$V\n", "=FROM --platform=$P a:1\n"],
    good: ["=ARG V=1\nFROM a:$V\n", "=FROM --platform=$BUILDPLATFORM a:1\n", "=ARG V\nFROM a:${V:-1}\n"],
  },
  "empty-from-default": {
    bad: ["=ARG V\nFROM a:$V\n", "=ARG IMAGE\nFROM $IMAGE\n"],
    good: ["=ARG V=1\nFROM a:$V\n", "=ARG V\nFROM a:${V:-1}\n", "=ARG R\nFROM ${R}python:3\n"],
  },
  "undefined-variable": {
    bad: [
      "COPY <<E /a\nx $NOPE\nE",
      "COPY <<a <<b /d/\n$HOMEDIR\na\nx\nb",
      "WORKDIR /$HOMEDIR",
      "ENV A=$B",
      "=FROM debian:13 AS a\nENV X=1\nFROM debian:13\nWORKDIR /$X\n",
      "=ARG A=1\nFROM debian:13\nENV B=$A\n",
    ],
    good: [
      "COPY <<'E' /a\n$NOPE\nE",
      "RUN <<E\necho $NOPE\nE",
      "ARG A\nCOPY <<E /a\n$A ${B:-c} \\$D\nE",
      "ENV A=1\nENV B=$A",
      "ENV PATH=/x:$PATH",
      "RUN echo $X",
      "ENV A=${B:-c}",
      "=FROM debian:13 AS a\nENV X=1\nFROM a\nWORKDIR /$X\n",
      "=FROM unknown/image:1\nENV A=$JAVA_HOME/bin\n",
      "=FROM python:3.13\nENV A=$PYTHON_VERSION\n",
      "CMD echo $X",
    ],
  },
  "self-referencing-env": {
    bad: ["ENV A=1 B=$A", 'ENV A=x \\\n  B="${A}/y"', "ENV B=${A}2 A=1"],
    good: ["ENV A=1\nENV A=2 B=$A", "ENV PATH=/a:$PATH B=c", "ENV A=$A", "ENV A=1 B='$A'", "ENV A=1 B=$AB"],
  },
  "add-for-plain-file": {
    bad: ["ADD a b", "ADD . /app", 'ADD ["a b", "/c"]'],
    good: [
      "ADD a.tar.gz /b",
      "ADD https://example.com/a /b",
      "ADD git@example.com:a.git /b",
      "COPY a b",
      "ADD <<E /a\nx\nE",
    ],
  },
  "unchecked-download": {
    bad: ["ADD http://example.com/a /b"],
    good: ["ADD --checksum=sha256:1 https://example.com/a /b", "ADD a /b", "ADD https://example.com/a.git /b"],
  },
  "copied-archive": {
    bad: ["COPY a.tgz /b/\nRUN cd /b && tar xzf a.tgz", "COPY a.gz /b/\nRUN gunzip /b/a.gz"],
    good: [
      "COPY a.tgz /b/",
      "COPY a.txt /b/\nRUN tar xf other.tar",
      "COPY a.tgz /b/\nRUN tar czf c.tgz /b/a.tgz",
      "COPY --from=x:1 a.tgz /b/\nRUN tar xf /b/a.tgz",
    ],
  },
  "copy-target-without-slash": {
    bad: ["COPY a b c", 'COPY ["a", "b", "c"]', "ADD a b /c"],
    good: ["COPY a b c/", "COPY a b", "COPY a b $C", "COPY a b .", "COPY <<a <<b /c\na\nb"],
  },
  "relative-workdir": {
    bad: [
      "ARG A=b/c\nWORKDIR $A",
      "ENV A=b\nWORKDIR ${A}/c",
      "WORKDIR a",
      "WORKDIR ./a",
      'WORKDIR "a"',
      "WORKDIR /a\nWORKDIR b",
    ],
    good: [
      "ARG A=/b\nWORKDIR $A",
      "ARG A\nWORKDIR $A",
      "ARG A=b\nWORKDIR /x\nWORKDIR $A",
      "ARG A=b\nWORKDIR ${A:+/c}",
      "WORKDIR /a",
      "WORKDIR $A/b",
      "WORKDIR C:\\a",
      'WORKDIR "/a b"',
    ],
  },
  "relative-copy-target": {
    bad: ["COPY a .", "ADD a .", "COPY a b/c", "=FROM a:1 AS b\nWORKDIR /x\nFROM c:1\nCOPY a d\n"],
    good: ["WORKDIR /x\nCOPY a .", "COPY a /b", "COPY a $B", "=FROM a:1 AS b\nWORKDIR /x\nFROM b\nCOPY a d\n"],
  },
  "cd-in-run": {
    bad: ["RUN cd /a", "RUN a && cd /b && c", "RUN (cd /a; b)", "RUN <<E\ncd /a\nE"],
    good: ["RUN echo cd /a", "RUN cdecl", "RUN git -C /a pull", "WORKDIR /a"],
  },
  "system-workdir": {
    bad: ["WORKDIR /proc/self", "WORKDIR /dev"],
    good: ["WORKDIR /processing", "WORKDIR /app/dev", "WORKDIR /"],
  },
  "shell-form-command": {
    bad: ["CMD a b", "ENTRYPOINT a", "CMD a && b", "CMD $A"],
    good: ['CMD ["a"]', "CMD exec a $B", 'SHELL ["/bin/bash", "-c"]\nCMD a', "RUN a", "HEALTHCHECK CMD a"],
  },
  "deliberate-shell-form": {
    bad: ["CMD exec a", 'SHELL ["/bin/bash", "-c"]\nCMD a'],
    good: ["CMD a", 'CMD ["exec", "a"]', "RUN exec a"],
  },
  "shell-form-healthcheck": {
    bad: ["HEALTHCHECK CMD a || exit 1"],
    good: ['HEALTHCHECK CMD ["a"]', "HEALTHCHECK NONE", "CMD a"],
  },
  "repeated-cmd": {
    bad: ["CMD a\nCMD b"],
    good: ["CMD a", "=FROM a:1\nCMD b\nFROM c:1\nCMD d\n", "CMD a\nENTRYPOINT b"],
  },
  "repeated-entrypoint": {
    bad: ["ENTRYPOINT a\nUSER x\nENTRYPOINT b"],
    good: ["ENTRYPOINT a", "=FROM a:1\nENTRYPOINT b\nFROM c:1\nENTRYPOINT d\n", "ENTRYPOINT a\nONBUILD ENTRYPOINT b"],
  },
  "repeated-healthcheck": {
    bad: ["HEALTHCHECK NONE\nHEALTHCHECK CMD a"],
    good: ["HEALTHCHECK CMD a", "=FROM a:1 AS b\nHEALTHCHECK CMD c\nFROM b\nHEALTHCHECK CMD d\n", "HEALTHCHECK NONE"],
  },
  "missing-healthcheck": {
    bad: ["USER a", "=FROM a:1 AS b\nHEALTHCHECK CMD x\nFROM a:1\n"],
    good: ["HEALTHCHECK NONE", "HEALTHCHECK CMD a", "=FROM a:1 AS b\nHEALTHCHECK CMD x\nFROM b\n"],
  },
  "port-out-of-range": {
    bad: ["EXPOSE 65536", "EXPOSE 1-70000", "EXPOSE 99999/udp"],
    good: ["EXPOSE 65535", "EXPOSE $P", "EXPOSE 1-65535/tcp"],
  },
  "invalid-port": {
    bad: ["EXPOSE http", "EXPOSE 80-", "EXPOSE 90-80", "ENV P=x\nEXPOSE $P"],
    good: ["EXPOSE 80", "EXPOSE 80-90/udp", "ARG P\nEXPOSE $P", "ENV P=80\nEXPOSE $P"],
  },
  "uppercase-protocol": {
    bad: ["EXPOSE 80/TCP", "EXPOSE 80 53/Udp", 'EXPOSE "80/TCP"', "EXPOSE 8\\\n0/SCTP"],
    good: ["EXPOSE 80/tcp", "EXPOSE 80", "EXPOSE 80/$P", "EXPOSE 80/S\\\nCTP"],
  },
  "unknown-protocol": {
    bad: ["EXPOSE 80/http", "EXPOSE 80/x/tcp"],
    good: ["EXPOSE 80/tcp", "EXPOSE 80/SCTP", "EXPOSE 80/"],
  },
  "host-port-in-expose": {
    bad: ["EXPOSE 8080:80", "EXPOSE 127.0.0.1:80:80"],
    good: ["EXPOSE 80", "EXPOSE 80/udp", "EXPOSE 80/$P"],
  },
  "exposed-ssh-port": {
    bad: ["EXPOSE 22", "EXPOSE 20-25", "EXPOSE 22/tcp"],
    good: ["EXPOSE 2222", "EXPOSE 22/udp", "EXPOSE 220"],
  },
  "root-user": {
    bad: [
      "=FROM nginx:1.27\n",
      "=FROM shop/base:1\nCMD a\n",
      "CMD a",
      "USER root",
      "USER a\nUSER 0:0",
      "=FROM a:1 AS b\nUSER c\nFROM a:1\nCMD d\n",
      "USER 00",
    ],
    good: [
      "=FROM postgres:17\n",
      "=FROM docker.io/library/redis:7\nCOPY a b\n",
      "=FROM solr:9\n",
      "=FROM haproxy:3\n",
      "=FROM bitnami/kafka:4\n",
      "USER a",
      "USER root\nUSER 1000",
      "USER $U",
      "=FROM a:1 AS b\nUSER c\nFROM b\nCMD d\n",
      "=FROM gcr.io/distroless/python3:nonroot\n",
      "USER rootless",
    ],
  },
  "root-build-stage": {
    bad: ["=FROM a:1 AS b\nUSER root\nFROM c:1\n"],
    good: ["USER root", "=FROM a:1 AS b\nUSER x\nFROM c:1\n", "=FROM a:1 AS b\nFROM c:1\n"],
  },
  "user-by-name": { bad: ["USER a", "USER a:1"], good: ["USER 1", "USER 1:a", "ARG U\nUSER $U"] },
  "invalid-signal": {
    bad: ["STOPSIGNAL SIGFOO", "STOPSIGNAL 0", "STOPSIGNAL $"],
    good: ["STOPSIGNAL SIGTERM", "STOPSIGNAL term", "STOPSIGNAL 9", "STOPSIGNAL SIGRTMIN+3", "ARG S\nSTOPSIGNAL $S"],
  },
  "shell-without-json": {
    bad: ["SHELL bash -c", "SHELL []", "SHELL ['bash']"],
    good: ['SHELL ["bash", "-c"]', "RUN bash -c x", 'SHELL [ "a" ]'],
  },
  "forbidden-onbuild-trigger": {
    bad: ["ONBUILD FROM a", "ONBUILD ONBUILD RUN a", "ONBUILD maintainer a"],
    good: ["ONBUILD RUN a", "ONBUILD COPY a b", "RUN ONBUILD FROM"],
  },
  "unknown-healthcheck-type": {
    bad: ["HEALTHCHECK curl x", "HEALTHCHECK CMDX a"],
    good: ["HEALTHCHECK cmd a", "HEALTHCHECK NONE", "HEALTHCHECK --retries=1 CMD a"],
  },
  "secret-variable": {
    bad: [
      'ENV API_KEY=""',
      "ENV GPG_KEY=hunter2",
      "ENV CAPTCHA_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D",
      "ENV DEBUG_API_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D",
      "ENV API_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D",
      "ENV FINGERPRINT_SECRET_KEY=0123456789abcdef0123456789abcdef",
      "ENV SIGNING_SECRET=A035C8C19219BA821ECEA86B64E628F8D684696D",
      "ENV JWT_SIGNING_KEY=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      "ENV API_TOKEN=x",
      "ARG PASSWORD",
      "ENV A=1 SECRET_KEY=2",
      "ENV apikey x",
    ],
    good: [
      "ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D",
      "ENV NODE_GPG_KEY A035C8C19219BA821ECEA86B64E628F8D684696D",
      'ENV TOR_RELEASE_KEY_FINGERPRINT "EF6E286DDA85EA2A4BA7DE684E2C6E8793298290"',
      "ENV APT_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D",
      "ENV RELEASE_SIGNING_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D",
      "ENV TOKEN_FILE=/x",
      "ENV PUBLIC_KEY=x",
      "ENV KEYBOARD=de",
      "ENV USE_AUTH_PLUGIN=True",
      "=ARG TOKEN\nFROM a:1\n",
      "ENV MONKEY=1",
      "ENV PASSWORDLESS=1",
    ],
  },
  "suspicious-variable": {
    bad: ["ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D", "ENV DB_USERNAME=a", "ARG PRIVATE_REPO"],
    good: ["ENV NAME=a", "ENV PASSWORD=x", "ARG USER_ID"],
  },
  "credential-in-instruction": {
    bad: [
      `RUN curl -H "Authorization: token ghp_${"qWeRtYuIoPaS".repeat(3)}" https://example.org`,
      `LABEL password=glpat-${"qWeRtYuIoPaS".repeat(2)}`,
      `ENV REMOTE=https://ci:ghp_${"qWeRtYuIoPaS".repeat(3)}@example.org/a.git`,
      `COPY <<E /root/.npmrc\n//registry/:_authToken=npm_${"qWeRtYuIoPaS".repeat(3)}\nE`,
      `CMD ["serve", "--key", "AKIA${"Q2W3E4R5".repeat(2)}"]`,
    ],
    good: [
      `# ghp_${"qWeRtYuIoPaS".repeat(3)}`,
      `RUN a \\\n  # ghp_${"qWeRtYuIoPaS".repeat(3)}\n  b`,
      `ENV GITHUB_TOKEN=ghp_${"qWeRtYuIoPaS".repeat(3)}`,
      "RUN aws configure set aws_access_key_id AKIAIOSFODNN7EXAMPLE",
      "RUN curl -H 'Authorization: token $TOKEN' https://example.org",
    ],
  },
  "secret-in-command": {
    bad: [
      "RUN aws configure set aws_access_key_id x",
      "RUN az login -u a -p b",
      "RUN doctl auth init --access-token x",
    ],
    good: [
      "RUN aws s3 ls",
      "RUN az login --identity",
      "RUN --mount=type=secret,id=a aws configure set aws_access_key_id x",
    ],
  },
  "copied-credentials": {
    bad: [
      "COPY src /app\nENV GOOGLE_APPLICATION_CREDENTIALS=/app/key.json",
      "ENV AWS_CONFIG_FILE=/c\nCOPY a $AWS_CONFIG_FILE",
    ],
    good: [
      "ENV GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/key.json\nCOPY src /app",
      "ENV GOOGLE_APPLICATION_CREDENTIALS=\nCOPY . /",
      "COPY src /app",
    ],
  },
  "piped-chpasswd": {
    bad: ["RUN echo a:b | chpasswd", "RUN chpasswd < f"],
    good: ["RUN useradd a", "RUN echo chpasswd", "RUN man chpasswd"],
  },
  "insecure-curl": {
    bad: ["RUN curl -k https://a", "RUN curl -fsSLk https://a", "RUN a && curl --insecure x"],
    good: ["RUN curl -L https://a", "RUN curl --keepalive-time 2 x", "RUN apt-get install curl -k"],
  },
  "insecure-wget": {
    bad: ["RUN wget --no-check-certificate https://a"],
    good: ["RUN wget https://a", "RUN echo --no-check-certificate", "RUN curl --no-check-certificate x"],
  },
  "trusted-pip-host": {
    bad: [
      "RUN pip install --trusted-host a b",
      "RUN pip3 install --trusted-host=a b",
      "ENV PIP_TRUSTED_HOST=a",
      "RUN export PIP_TRUSTED_HOST=a",
    ],
    good: ["RUN pip install b", "RUN echo --trusted-host", "ENV PIP_INDEX_URL=a"],
  },
  "unchecked-python-https": {
    bad: ["ENV PYTHONHTTPSVERIFY=0", "RUN PYTHONHTTPSVERIFY=0 python a", 'ARG PYTHONHTTPSVERIFY="0"'],
    good: ["ENV PYTHONHTTPSVERIFY=1", "ENV X=PYTHONHTTPSVERIFY", "ARG PYTHONHTTPSVERIFY"],
  },
  "unchecked-node-tls": {
    bad: ["ENV NODE_TLS_REJECT_UNAUTHORIZED=0", "RUN export NODE_TLS_REJECT_UNAUTHORIZED=0"],
    good: ["ENV NODE_TLS_REJECT_UNAUTHORIZED=1", "ARG NODE_TLS_REJECT_UNAUTHORIZED", "ENV NODE_EXTRA_CA_CERTS=/x"],
  },
  "untrusted-apk-package": {
    bad: ["RUN apk --allow-untrusted add a", "RUN apk add a --allow-untrusted"],
    good: ["RUN apk add a", "RUN echo --allow-untrusted", "RUN b --allow-untrusted"],
  },
  "unauthenticated-apt-package": {
    bad: ["RUN apt-get install -y --allow-unauthenticated a"],
    good: ["RUN apt-get install -y a", "RUN echo --allow-unauthenticated", "RUN b --allow-unauthenticated"],
  },
  "skipped-gpg-check": {
    bad: ["RUN yum install -y --nogpgcheck a", "RUN tdnf install --nogpgcheck a"],
    good: ["RUN yum install -y a", "RUN echo --nogpgcheck", "RUN dnf install gpg"],
  },
  "unsigned-rpm": {
    bad: ["RUN rpm -i --nodigest a.rpm", "RUN rpm --noverify -U a"],
    good: ["RUN rpm -i a.rpm", "RUN rpm --import k", "RUN dnf --nodigest x"],
  },
  "forced-apt-install": {
    bad: ["RUN apt-get install --force-yes a"],
    good: ["RUN apt-get install -y a", "RUN echo --force-yes", "RUN b --force-yes"],
  },
  "unchecked-npm-tls": {
    bad: [
      "RUN npm config set strict-ssl=false",
      "RUN yarn config set strict-ssl false -g",
      "ENV NPM_CONFIG_STRICT_SSL=false",
    ],
    good: ["RUN npm config set strict-ssl true", "ENV NPM_CONFIG_STRICT_SSL=true", "RUN npm config get strict-ssl"],
  },
  "unchecked-git-tls": {
    bad: ["ENV GIT_SSL_NO_VERIFY=1", "RUN GIT_SSL_NO_VERIFY=true git pull"],
    good: ["ARG GIT_SSL_NO_VERIFY", "ENV GIT_SSL_CAINFO=/x", "RUN echo GIT_SSL_NO_VERIFY"],
  },
  "unchecked-yum-tls": {
    bad: ["RUN yum-config-manager --setopt=sslverify=0", "RUN dnf config-manager --save --setopt=a.sslverify=No"],
    good: [
      "RUN dnf config-manager --setopt=sslverify=1",
      "RUN dnf install --setopt=sslverify=0 a",
      "RUN yum-config-manager --enable a",
    ],
  },
  "unconfirmed-apt-install": {
    bad: [
      'RUN ["sudo", "apt-get", "install", "a"]',
      "RUN apt-get install a",
      "RUN sudo apt-get install a",
      "RUN bash -c 'apt-get install a'",
      "RUN apt-get install -q a",
    ],
    good: [
      "RUN apt-get install -y a",
      "RUN apt-get -yqq install a",
      "RUN apt-get install -q -q a",
      "RUN yes | apt-get install a",
      "RUN apt-get update",
      "RUN apt-get install --assume-yes a",
    ],
  },
  "unconfirmed-yum-install": {
    bad: ["RUN yum install a", "RUN yum groupinstall a"],
    good: ["RUN yum install -y a", "RUN yum --assumeyes install a", "RUN yum clean all"],
  },
  "unconfirmed-dnf-install": {
    bad: ["RUN dnf in a", "RUN dnf install a", "RUN microdnf install a"],
    good: ["RUN dnf -y install a", "RUN dnf info a", "RUN microdnf install -y a"],
  },
  "unconfirmed-zypper-install": {
    bad: ["RUN zypper in a", "RUN zypper remove a"],
    good: ["RUN zypper -n in a", "RUN zypper --non-interactive in a", "RUN zypper refresh"],
  },
  "recommended-packages": {
    bad: ["RUN apt-get install -y a", "RUN apt install -y a"],
    good: [
      "RUN aptitude install -y a",
      "RUN apt-get install -y --no-install-recommends a",
      "RUN apt-get -o APT::Install-Recommends=false install -y a",
      "RUN apt-get update",
    ],
  },
  "apt-lists-left": {
    bad: [
      "RUN apt-get update",
      "RUN apt-get update && apt-get install -y a && rm -rf /tmp/*",
      "=FROM debian:13 AS a\nRUN apt-get update\nFROM a\n",
    ],
    good: [
      "RUN apt-get update && apt-get install -y a && apt-get dist-clean",
      "RUN apt-get update && rm -rf /var/lib/apt/lists/*",
      "=FROM debian:13 AS a\nRUN apt-get update\nFROM debian:13\nCOPY --from=a /x /y\n",
      "RUN --mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt apt-get update",
    ],
  },
  "apk-cache-left": {
    bad: ["RUN apk add a", "RUN apk --update add a"],
    good: [
      "=FROM a:1 AS b\nRUN apk add a\nFROM c:1\nCOPY --from=b /x /x\n",
      "RUN apk add --no-network --virtual .deps a",
      "RUN apk add --no-cache a",
      "RUN apk --no-cache add a",
      "RUN --mount=type=cache,target=/var/cache/apk apk add a",
      "RUN apk del a",
    ],
  },
  "yum-cache-left": {
    bad: [
      "=FROM rockylinux:8 AS b\nRUN yum install -y a\nFROM b\n",
      "RUN yum install -y a && /opt/bin/run clean",
      "RUN yum install -y a",
      "RUN yum clean all && yum install -y a",
      "RUN yum install -y a && yum clean metadata",
    ],
    good: [
      "RUN yum install -y a && /opt/bin/yum_clean_all",
      "=FROM rockylinux:8 AS b\nRUN yum install -y a\nFROM c:1\nCOPY --from=b /x /x\n",
      "RUN yum install -y a && yum clean all",
      "RUN yum install -y a && rm -rf /var/cache/yum/*",
      "RUN yum info a",
    ],
  },
  "dnf-cache-left": {
    bad: ["RUN dnf install -y a", "RUN microdnf upgrade -y"],
    good: [
      "=FROM a:1 AS b\nRUN dnf install -y a\nFROM c:1\nCOPY --from=b /x /x\n",
      "RUN dnf install -y a && dnf clean all",
      "RUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y a",
      "RUN dnf info a",
    ],
  },
  "zypper-cache-left": {
    bad: ["RUN zypper -n in a"],
    good: [
      "=FROM a:1 AS b\nRUN zypper install -y a\nFROM c:1\nCOPY --from=b /x /x\n",
      "RUN zypper -n in a && zypper clean",
      "RUN zypper -n in a && zypper cc -a",
      "RUN zypper refresh",
    ],
  },
  "pip-cache-left": {
    bad: ["RUN pip install a", "RUN python3 -m pip install -r r.txt", "RUN a && pip3.12 install b"],
    good: [
      "RUN pip install --no-cache-dir a",
      "ENV PIP_NO_CACHE_DIR=1\nRUN pip install a",
      "RUN PIP_NO_CACHE_DIR=true pip install a",
      "RUN --mount=type=cache,target=/root/.cache/pip pip install a",
      "RUN --mount=type=cache,target=/root/.cache pip install a",
      "RUN pipx install a",
      "RUN pip download a",
      "=FROM python:3 AS b\nRUN pip install a\nFROM python:3\nCOPY --from=b /v /v\n",
      "RUN pip install a && rm -rf /root/.cache",
    ],
  },
  "yarn-cache-left": {
    bad: ["RUN yarn install", "RUN yarn cache clean && yarn install"],
    good: [
      "RUN yarn install && yarn cache clean",
      "RUN yarn build",
      "RUN --mount=type=cache,target=/root/.cache/yarn yarn install",
    ],
  },
  "unpinned-apt-package": {
    bad: ["RUN apt-get install -y a", "RUN apt-get install -y a=1 b"],
    good: [
      "RUN apt-get install -y a=1",
      "RUN apt-get install -y ./a.deb",
      "RUN apt-get install -y $A",
      "RUN apt-get install -y -t stable a=1",
    ],
  },
  "unpinned-apk-package": {
    bad: ["RUN apk add a", "RUN apk add -t x a"],
    good: ["RUN apk add a=1", "RUN apk add a~1", "RUN apk add --virtual deps a=1 a.apk"],
  },
  "unpinned-yum-package": {
    bad: ["RUN yum install -y a", "RUN yum install -y a-b"],
    good: ["RUN yum install -y a-1.2", "RUN yum install -y a.rpm", "RUN yum module install a:1"],
  },
  "unpinned-dnf-package": {
    bad: ["RUN dnf install -y a"],
    good: ["RUN dnf install -y a-1", "RUN dnf group install a", "RUN dnf remove a"],
  },
  "unpinned-zypper-package": {
    bad: ["RUN zypper in a"],
    good: ["RUN zypper in a=1", "RUN zypper in 'a>=1'", "RUN zypper rm a"],
  },
  "unpinned-pip-package": {
    bad: [
      "RUN pip install a",
      "RUN pip install a==1 b",
      "RUN pip install git+https://example.com/a",
      "RUN pipx install a",
    ],
    good: [
      "RUN pip install a==1",
      "RUN pip install 'a>=1'",
      "RUN pip install -r r.txt",
      "RUN pip install .",
      "RUN pip install ./a",
      "RUN pip install $A",
      "RUN pip install git+https://example.com/a@v1",
      "RUN pip install -i https://x/ a==1",
      "RUN pip install a -c c.txt",
      "RUN pip install --group dev",
    ],
  },
  "unpinned-npm-package": {
    bad: ["RUN npm install a", "RUN npm install -g @b/a"],
    good: [
      "RUN npm install",
      "RUN npm install a@1",
      "RUN npm install @b/a@1",
      "RUN npm install ./a",
      "RUN npm run install",
    ],
  },
  "unpinned-gem": {
    bad: ["RUN gem install a"],
    good: ["RUN gem install a:1", "RUN gem install a -v 1", "RUN gem update"],
  },
  "unpinned-go-package": {
    bad: ["RUN go install a.b/c", "RUN go get a.b/c@latest", "RUN go run a.b/c"],
    good: ["RUN go install a.b/c@v1", "RUN go install ./...", "RUN go run .", "RUN go build"],
  },
  "interactive-apt": {
    bad: ["RUN apt update", "RUN apt-get update && apt install -y a"],
    good: ["RUN apt-get update", "RUN rm -rf /var/lib/apt", "RUN echo apt"],
  },
  "sudo-in-run": {
    bad: ["RUN sudo a", "RUN a | sudo tee b"],
    good: ["RUN apt-get install -y sudo", "RUN echo sudo", "RUN visudo"],
  },
  "world-writable": {
    bad: [
      "RUN chmod 777 /a",
      "RUN chmod -R 0777 /a /b",
      "RUN mkdir /a && chmod a+rwx /a",
      "RUN chmod o+w /a",
      "RUN chmod u=rwx,go=rw /a",
      "RUN chmod 77 /a",
      "RUN chmod a=rwx,u+s /a",
      "RUN chmod 777 a.sh && ./a.sh && rm b.sh",
      "COPY --chmod=666 a /a",
      "ADD --chmod=0777 a /a",
    ],
    good: [
      "RUN chmod 755 /a",
      "RUN chmod 1777 /a",
      "RUN chmod a+rwxt /a && chmod a=rwx,+t /b && chmod +t,o+w /c",
      "RUN chmod 777 ./a.sh && ./a.sh && rm -f ./a.sh",
      "RUN chmod 775 /a && chmod -R g+w /b && chmod +x /c && chmod a+rx /d",
      "RUN chmod go-w /a && chmod u=rwx,o=rx /b",
      "RUN chmod $MODE /a",
      "COPY --chmod=755 a /a",
      "=FROM a:1 AS b\nRUN chmod 777 /a\nFROM c:1\nCOPY --from=b /x /x\n",
    ],
  },
  "wget-and-curl": {
    bad: ["RUN wget a\nRUN curl b", "RUN wget a && curl b"],
    good: ["RUN wget a && wget b", "RUN apt-get install -y wget curl", "=FROM a:1\nRUN wget a\nFROM b:1\nRUN curl b\n"],
  },
  "pointless-command": {
    bad: ["RUN ifconfig", "RUN ps aux", "RUN service a start"],
    good: ["RUN apt-get install -y ssh vim", "RUN a & kill $!", "RUN echo top"],
  },
  "zypper-dist-upgrade": {
    bad: ["RUN zypper dup"],
    good: ["RUN zypper up", "RUN echo dup", "RUN zypper refresh"],
  },
  "trailing-comment": {
    bad: [
      "USER app # the app",
      "WORKDIR /app # the app",
      'WORKDIR "/a b" # the app',
      "COPY a b # c",
      "COPY --chown=a a b #c",
      "ADD a /b ## c",
      "VOLUME /data # d",
      "ARG A=1 # c",
      "ENV A b # c",
      "ONBUILD USER a # b",
      "COPY a \\\n  b # c",
    ],
    good: [
      "USER a\n# b",
      "USER a#b",
      "WORKDIR '/a # b'",
      "COPY #a# /b",
      "COPY a #b# /c/",
      "COPY a\\ #b /c",
      "ENV A=1 # c",
      'ENV A="b # c"',
      "RUN a # b",
      "CMD a # b",
      "EXPOSE 80 # a",
      'COPY ["a", "b"] # c',
      "COPY a \\\n# c\n  b",
    ],
  },
  "host-path-in-volume": {
    bad: [
      "VOLUME /a:/b",
      "VOLUME ./a:/b",
      'VOLUME ["/var/run/docker.sock:/var/run/docker.sock"]',
      "VOLUME /x /a:/b:ro",
      "VOLUME $A:/b",
    ],
    good: [
      "VOLUME /a /b",
      "VOLUME C:\\a",
      'VOLUME ["C:/a"]',
      "VOLUME /a:b",
      "VOLUME ${A:-/b}",
      "VOLUME ${A:+/b}/c",
      "VOLUME /a/${B:-/c}",
    ],
  },
  "package-upgrade": {
    bad: [
      "RUN apt-get upgrade -y",
      "RUN apt-get update && apt upgrade",
      "RUN apk --no-cache upgrade",
      "RUN yum -y update && yum clean all",
      "RUN dnf upgrade-minimal -y",
      "RUN microdnf update",
      "RUN zypper --non-interactive up",
      "ONBUILD RUN apk upgrade",
    ],
    good: [
      "RUN apt-get update",
      "RUN apk update",
      "RUN dnf update -y openssl",
      "RUN echo apt-get upgrade",
      "RUN pip install --upgrade pip",
      "RUN apk add --upgrade a",
      "RUN zypper refresh",
    ],
  },
  "dist-upgrade": {
    bad: ["RUN apt-get -y dist-upgrade", "RUN apt full-upgrade"],
    good: ["RUN apt-get -y upgrade", "RUN echo dist-upgrade", "RUN apt-get update"],
  },
  "separate-package-update": {
    bad: [
      "RUN zypper refresh\nRUN zypper install a",

      "RUN apt-get update",
      "RUN apk update",
      "RUN apt-get update && echo a",
    ],
    good: [
      "RUN zypper ref && zypper in -y a",

      "RUN apt-get update && apt-get install -y a",
      "RUN apt-get update && uvx --from playwright playwright install-deps chromium",
      "RUN apt-get update && npx -y playwright install --with-deps && rm -rf /var/lib/apt/lists/*",
      "RUN apt-get update && rosdep install --from-paths src -y",
      "RUN apt-get update; apt-get -y upgrade",
      "RUN git submodule update",
      "RUN apt-get update && ./install.sh",
    ],
  },
  "large-uid-without-no-log-init": {
    bad: ["RUN useradd -u 123456 a", "RUN useradd --uid 1234567 a"],
    good: ["RUN useradd -u 1000 a", "RUN useradd -l -u 123456 a", "RUN useradd --no-log-init -u 123456 a"],
  },
  "wget-progress": {
    bad: ["RUN wget a"],
    good: ["RUN wget -q a", "RUN wget --progress=dot:giga a", "RUN wget -nv a", "RUN curl a"],
  },
  "pipe-without-pipefail": {
    bad: ["RUN curl a | sh", "RUN <<E\ncurl a | sh\nE", 'SHELL ["/bin/sh", "-c"]\nRUN curl a | sh'],
    good: [
      "RUN curl a",
      'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl a | sh',
      "RUN set -o pipefail && curl a | sh",
      "RUN set -euxo pipefail; curl a | sh",
      "RUN echo a | tee b",
      "RUN a || b",
      '=FROM a:1 AS b\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nFROM b\nRUN curl a | sh\n',
      'SHELL ["pwsh", "-Command"]\nRUN a | b',
    ],
  },
  "linked-shell": {
    bad: ["RUN ln -s /bin/bash /bin/sh"],
    good: ["RUN ln -s a b", "RUN cp /bin/bash /bin/sh.new", "RUN echo /bin/sh"],
  },
  "consecutive-run": {
    bad: ["RUN a\nRUN b", "RUN a\n# c\nRUN b"],
    good: ["RUN a\nUSER b\nRUN c", "RUN a && b\nRUN c", "RUN --mount=type=cache,target=/x a\nRUN b"],
  },
  "invalid-label-key": {
    bad: ["LABEL A=1", "LABEL com.docker.x=1", "LABEL a..b=1", "LABEL a-=1"],
    good: ["LABEL a=1", "LABEL org.example.a-b=1", "LABEL a_b/c=1"],
  },
  "unavailable-apt-package": {
    bad: [
      "=FROM debian:12\nRUN apt-get install -y netcat\n",
      "=FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y gcc libgl1-mesa-glx=22.3 && true\n",
      "=FROM python:3.12\nRUN apt-get install -y software-properties-common\n",
      "=FROM python:3.11-bullseye AS a\nFROM a\nRUN set -eux; apt-get install --yes libmysqlclient-dev:amd64\n",
      "=ARG V=3.10-slim-bookworm\nFROM python:${V}\nRUN apt install -y 'libtiff5'\n",
      "=FROM ghcr.io/astral-sh/uv:python3.12-bookworm-slim\nRUN apt-get install -y openjdk-11-jre-headless\n",
    ],
    good: [
      "=FROM debian:11\nRUN apt-get install -y netcat\n",
      "=FROM python:3.9.5-slim\nRUN apt-get install -y netcat\n",
      "=FROM ubuntu:24.04\nRUN apt-get install -y netcat libgl1-mesa-glx\n",
      "=FROM registry.example/python:3.12\nRUN apt-get install -y netcat\n",
      "=FROM debian:13\nRUN apt-get install -y netcat || apt-get install -y netcat-openbsd\n",
      '=FROM debian:13\nRUN if test -n "$OLD"; then apt-get install -y netcat; fi\n',
      "=FROM debian:13\nRUN echo 'deb https://packages.example stable main' > /etc/apt/sources.list.d/a.list\nRUN apt-get install -y openjdk-8-jdk\n",
      "=FROM debian:13\nRUN apt-get install -y netcat-openbsd libtiff6 $MORE && apt-get remove -y netcat\n",
      "=ARG V\nFROM python:${V}\nRUN apt-get install -y netcat\n",
    ],
  },
  "unpublished-python-image": {
    bad: [
      "=FROM python:3.12-slim-buster\n",
      "=FROM --platform=linux/amd64 library/python:3.10.5-bookworm AS build\n",
      "=ARG VERSION=3.6\nFROM python:${VERSION}-bookworm\n",
    ],
    good: [
      "=FROM python:3.9.12-slim-buster\n",
      "=FROM python:3.12.99-trixie\n",
      "=FROM python:3.12.0rc1-buster\n",
      "=FROM registry.example.com/python:3.12-buster\n",
      "=ARG VERSION\nFROM python:${VERSION}-buster\n",
    ],
  },
  "archived-debian-release": {
    bad: [
      "=FROM debian:10\nRUN apt-get update\n",
      "=FROM python:3.6-stretch AS a\nRUN apt update && apt install -y gcc\nFROM a\nRUN apt-get update\n",
    ],
    good: [
      "=FROM debian:10\nRUN echo hello\n",
      "=FROM debian:buster\nRUN sed -i s/mirror.example/archive.example/ /etc/apt/sources.list && apt-get update\n",
      "=FROM debian:11\nRUN apt-get update\n",
      "=FROM node:20\nRUN apt-get update\n",
    ],
  },
};
