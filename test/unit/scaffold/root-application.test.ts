import assert from "node:assert/strict";
import { planned } from "./plan-kit";

const SERVICE = {
  "services/mail/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
  "services/mail/requirements.txt": "fastapi\nuvicorn\n",
  "services/search/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
  "services/search/requirements.txt": "fastapi\nuvicorn\n",
};
const WEB = "from flask import Flask\napp = Flask(__name__)\n";

async function textsOf(web: string): Promise<ReadonlyMap<string, string>> {
  const { files } = await planned({ "web.py": web, "requirements.txt": "flask\ngunicorn\n", ...SERVICE });
  return new Map(files.map(({ path, text }) => [path, text]));
}

describe("an application at the root beside services below it", () => {
  it("gets an image and a service of its own, without the code of the others", async () => {
    const texts = await textsOf(WEB);
    assert.match(texts.get("Dockerfile") ?? "", /CMD \["gunicorn", "web:app"/);
    assert.match(texts.get("services/mail/Dockerfile") ?? "", /CMD \["uvicorn", "main:app"/);
    assert.match(texts.get("compose.yaml") ?? "", /^ {2}app:\n(?:.*\n)+ {2}mail:\n(?:.*\n)+ {2}search:\n/m);
    const ignored = texts.get(".dockerignore")?.split("\n") ?? [];
    assert.ok(ignored.includes("services/mail") && ignored.includes("services/search"));
  });

  it("keeps in its image what it imports or reads of them", async () => {
    const ignored = async (line: string): Promise<readonly string[]> =>
      ((await textsOf(`${line}\n${WEB}`)).get(".dockerignore") ?? "")
        .split("\n")
        .filter(each => each.startsWith("services/"));
    assert.deepEqual(await ignored("import services.mail.main"), ["services/search"]);
    assert.deepEqual(await ignored('PAGE = open("services/search/page.html")'), ["services/mail"]);
    assert.deepEqual(
      await ignored('import os, sys\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), "services", "mail"))'),
      ["services/search"],
    );
    assert.deepEqual(await ignored('from pathlib import Path\nPAGES = Path(__file__).parent / "services" / "search"'), [
      "services/mail",
    ]);
    assert.deepEqual(await ignored('import sys\nsys.path.append("services")'), []);
    assert.deepEqual(await ignored('PLUGINS = ["services.search.plugin"]'), ["services/mail"]);
  });

  it("keeps in its image what its install takes in", async () => {
    const { files } = await planned({
      "web.py": WEB,
      "requirements.txt": "flask\ngunicorn\n-e ./services/mail\n-r services/search/requirements.txt\n",
      "services/mail/pyproject.toml": '[project]\nname = "shop-mail"\nversion = "1"\n',
      ...SERVICE,
    });
    const text = (name: string): string => files.find(({ path }) => path === name)?.text ?? "";
    assert.match(text("Dockerfile"), /source=services\/mail,/);
    assert.match(text("Dockerfile"), /source=services\/search\/requirements\.txt,/);
    assert.doesNotMatch(text(".dockerignore"), /^services/m);
  });

  it("keeps in its image the members of its workspace", async () => {
    const project = (name: string): string => `[project]\nname = "${name}"\nversion = "1"\ndependencies = ["flask"]\n`;
    const { files } = await planned({
      "web.py": WEB,
      "pyproject.toml": `${project("shop")}[tool.uv.workspace]\nmembers = ["services/*"]\n`,
      "uv.lock": "version = 1\n",
      "services/mail/pyproject.toml": project("shop-mail"),
      "services/mail/main.py": SERVICE["services/mail/main.py"],
      "services/search/pyproject.toml": project("shop-search"),
      "services/search/main.py": SERVICE["services/search/main.py"],
    });
    assert.doesNotMatch(files.find(({ path }) => path === ".dockerignore")?.text ?? "", /^services/m);
  });

  it("is not taken to be built by the Dockerfile of a service whose context is the root", async () => {
    for (const web of ["", "  web:\n    build: .\n"]) {
      const { files } = await planned({
        "web.py": WEB,
        "requirements.txt": "flask\ngunicorn\n",
        ...SERVICE,
        "services/mail/Dockerfile":
          'FROM python:3.13-slim\nCOPY . .\nRUN pip install -r services/mail/requirements.txt\nCMD ["uvicorn", "main:app"]\n',
        "compose.yaml": `services:\n${web}  mail:\n    build:\n      context: .\n      dockerfile: services/mail/Dockerfile\n`,
      });
      const dockerfile = files.find(({ path }) => path === "Dockerfile")?.text ?? "";
      assert.match(dockerfile, /CMD \["gunicorn", "web:app"/);
      const ignored = files.find(({ path }) => path === ".dockerignore")?.text.split("\n") ?? [];
      assert.ok(ignored.includes("services/search") && !ignored.includes("services/mail"));
    }
  });

  it("installs no list and lays out no log of a service beside it", async () => {
    const { files } = await planned({
      "web.py": WEB,
      "requirements/project-requirements.txt": "flask\ngunicorn\n",
      ...SERVICE,
      "services/mail/main.py":
        'import logging\nfrom fastapi import FastAPI\nlogging.getLogger("mail").addHandler(logging.FileHandler("mail.log"))\napp = FastAPI()\n',
    });
    const [own, mail] = ["Dockerfile", "services/mail/Dockerfile"].map(
      name => files.find(({ path }) => path === name)?.text ?? "",
    );
    assert.match(own ?? "", /--requirement requirements\/project-requirements\.txt/);
    assert.doesNotMatch(own ?? "", /services|mail/);
    assert.match(mail ?? "", /mail\.log/);
  });

  it("lays out the log of a service that it imports", async () => {
    const { files } = await planned({
      "web.py": `import services.mail.main\n${WEB}`,
      "requirements.txt": "flask\ngunicorn\n",
      ...SERVICE,
      "services/mail/main.py":
        'import logging\nfrom fastapi import FastAPI\nlogging.getLogger("mail").addHandler(logging.FileHandler("mail.log"))\napp = FastAPI()\n',
    });
    assert.match(files.find(({ path }) => path === "Dockerfile")?.text ?? "", /\/app\/mail\.log/);
  });
});
