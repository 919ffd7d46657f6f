import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { loadLayoutFiles } from "../../../../src/scaffold/layout/layout";
import { readDroppedNames } from "../../../../src/scaffold/layout/dropped-names";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";

const FASTAPI = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/")\ndef index():\n    return {}\n';
const OWN = { "moviepy/__init__.py": "", "moviepy/editor.py": "" };
const DJANGO = {
  "requirements.txt": "django\n",
  "manage.py":
    'import os, sys\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line(sys.argv)\n',
  "site_/__init__.py": "",
  "site_/settings.py":
    'ROOT_URLCONF = "site_.urls"\nWSGI_APPLICATION = "site_.wsgi.application"\nINSTALLED_APPS = ["shop"]\n',
  "site_/wsgi.py":
    'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\napplication = get_wsgi_application()\n',
  "site_/urls.py": "from shop import views\n\nurlpatterns = []\n",
  "shop/__init__.py": "",
  "shop/views.py": "",
};

async function oldUses(texts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const files = memoryFiles(texts);
  const recon = await readRecon(files, { name: "sample" });
  const workspace = await openWorkspace("/sample", files);
  await loadLayoutFiles(workspace, recon, null);
  return readDroppedNames(workspace, recon).map(
    ({ dropped, place }) => `${dropped.hold}<${dropped.before} ${place.path}:${place.line}`,
  );
}

/** What a file that the application is started with uses. */
const inMain = (text: string, requirements: string, others: Readonly<Record<string, string>> = {}) =>
  oldUses({ "main.py": `${text}\n${FASTAPI}`, "requirements.txt": `fastapi\n${requirements}\n`, ...others });

describe("names that today's releases have no more", () => {
  it("are told with the place of the import", async () => {
    assert.deepEqual(await inMain("import os\nfrom pydantic import (\n    BaseModel,\n    BaseSettings,\n)", ""), [
      "pydantic<2 main.py:2",
    ]);
    assert.deepEqual(await inMain("import pydantic\n\n\nclass Settings(pydantic.BaseSettings):\n    pass", ""), [
      "pydantic<2 main.py:4",
    ]);
    assert.deepEqual(await inMain("import pydantic\n\n\nclass Item(pydantic.BaseModel):\n    pass", ""), []);
    assert.deepEqual(await inMain("from flask import Flask, Markup", "flask"), ["flask<3 main.py:1"]);
    assert.deepEqual(await inMain("import moviepy.editor as mp", "moviepy"), ["moviepy<2 main.py:1"]);
    assert.deepEqual(await inMain("from moviepy import editor", "moviepy"), ["moviepy<2 main.py:1"]);
  });

  it("are told of a handler that is added to an application, also to one that a function is handed", async () => {
    const added = { "main.py": `${FASTAPI}app.add_event_handler("startup", index)\n`, "requirements.txt": "fastapi\n" };
    assert.deepEqual(await oldUses(added), ["starlette<1 main.py:9"]);
    const handed = {
      "main.py": `from life import setup\n${FASTAPI}setup(app)\n`,
      "life.py":
        "from fastapi import FastAPI\n\n\ndef setup(app: FastAPI):\n    app.add_event_handler('startup', print)\n",
      "requirements.txt": "fastapi\n",
    };
    assert.deepEqual(await oldUses(handed), ["starlette<1 life.py:5"]);
  });

  it("are told of a call by the text that it is given", async () => {
    const hashed = (given: string) =>
      inMain(
        `from werkzeug.security import generate_password_hash\nsecret = generate_password_hash("x"${given})`,
        "flask",
      );
    assert.deepEqual(await hashed(', method="sha256"'), ["werkzeug<3 main.py:2"]);
    assert.deepEqual(await hashed(', "sha256"'), ["werkzeug<3 main.py:2"]);
    for (const given of ["", ', method="pbkdf2:sha256"', ", method=METHOD"])
      assert.deepEqual(await hashed(given), [], given);
  });

  it("are told of what only the imports tell of as well", async () =>
    assert.deepEqual(await inMain("from flask import Markup", "django"), ["flask<3 main.py:1"]));

  it("are looked for in what is loaded, also by a function", async () => {
    const old = "from flask import Markup\n";
    assert.deepEqual(await inMain("import helpers", "flask", { "helpers.py": old }), ["flask<3 helpers.py:1"]);
    assert.deepEqual(await inMain("def late():\n    import helpers", "flask", { "helpers.py": old }), [
      "flask<3 helpers.py:1",
    ]);
    assert.deepEqual(await inMain("", "flask", { "helpers.py": old }), []);
    assert.deepEqual(await inMain("", "flask", { "docs/conf.py": old, "tests/test_main.py": old }), []);
    assert.deepEqual(
      await inMain("try:\n    import new\nexcept ImportError:\n    import helpers", "flask", { "helpers.py": old }),
      [],
    );
    const urls = "from django.utils.translation import ugettext_lazy\n";
    assert.deepEqual(await oldUses({ ...DJANGO, "shop/views.py": urls }), ["django<4 shop/views.py:1"]);
  });

  it("are none in comments, strings, fallbacks and migrations, nor of modules of one's own", async () => {
    assert.deepEqual(await inMain("# from flask import Markup", "flask"), []);
    assert.deepEqual(await inMain('"""\nfrom flask import Markup\n"""', "flask"), []);
    assert.deepEqual(
      await inMain(
        "try:\n    from markupsafe import Markup\nexcept ImportError:\n    from flask import Markup",
        "flask",
      ),
      [],
    );
    assert.deepEqual(await inMain("from moviepy import editor", "moviepy", OWN), []);
    assert.deepEqual(await inMain("from markupsafe import Markup\nfrom flask import Flask", "flask"), []);
    const migration =
      "from django.contrib.postgres.fields import JSONField\nfrom django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    operations = []\n";
    assert.deepEqual(
      await oldUses({ ...DJANGO, "shop/migrations/__init__.py": "", "shop/migrations/0001_initial.py": migration }),
      [],
    );
  });

  it("hold nothing where the code also uses what only the newer releases have", async () => {
    const both = "from pydantic import BaseSettings, field_validator";
    assert.deepEqual(await inMain(both, ""), []);
    const urls = "from django.utils.translation import ugettext_lazy\n";
    const settings = `${DJANGO["site_/settings.py"]}STORAGES = {}\n`;
    assert.deepEqual(await oldUses({ ...DJANGO, "shop/views.py": urls, "site_/settings.py": settings }), []);
  });

  it("are calls and decorators as well, of what is surely theirs", async () => {
    const page = '@app.get("/page")\ndef page():\n    return templates.TemplateResponse("a.html", {})';
    const made = "from fastapi import FastAPI\nfrom fastapi.templating import Jinja2Templates\napp = FastAPI()\n";
    const templates = "templates = Jinja2Templates(directory='pages')\n";
    assert.deepEqual(await oldUses({ "main.py": made + templates + page, "requirements.txt": "fastapi\n" }), [
      "starlette<1 main.py:7",
    ]);
    assert.deepEqual(
      await oldUses({
        "main.py": `from fastapi import FastAPI\nfrom pages import templates\napp = FastAPI()\n${page}`,
        "pages.py": `from starlette.templating import Jinja2Templates\n${templates}`,
        "requirements.txt": "fastapi\n",
      }),
      ["starlette<1 main.py:6"],
    );
    const hook = "app = Flask(__name__)\n@app.before_first_request\ndef start():\n    pass\n";
    assert.deepEqual(await oldUses({ "app.py": `from flask import Flask\n${hook}`, "requirements.txt": "flask\n" }), [
      "flask<2.3 app.py:3",
    ]);
    const old = "class A:\n    @root_validator\n    def check(cls, values): ...";
    assert.deepEqual(await inMain(`from pydantic import root_validator\n${old}`, ""), ["pydantic<2 main.py:3"]);
    assert.deepEqual(await inMain("import sqlalchemy as sa\nQUERY = sa.select([sa.text('1')])", "sqlalchemy"), [
      "sqlalchemy<2 main.py:2",
    ]);
    assert.deepEqual(await inMain("import jwt\ntoken = jwt.encode({}, 'a').decode('utf-8')", "pyjwt"), [
      "pyjwt<2 main.py:2",
    ]);
  });

  it("are no calls of others by the same name", async () => {
    const rules = "class Rules:\n    def execute(self, plan): ...\nengine = Rules()\nengine.execute({})";
    assert.deepEqual(await inMain(rules, "sqlalchemy"), []);
    assert.deepEqual(await inMain("import select\nselect.select([1], [], [])", "sqlalchemy"), []);
    assert.deepEqual(
      await inMain("# marshmallow\nfrom odoo import fields\nname = fields.Char('N', default='x')", "marshmallow"),
      [],
    );
    const early = "@root_validator(pre=True)\ndef check(cls, values): ...";
    assert.deepEqual(await inMain(`from pydantic import root_validator\n${early}`, ""), []);
    assert.deepEqual(await inMain("from pydantic.v1 import root_validator\n@root_validator\ndef c(a, b): ...", ""), []);
    const two =
      "from sqlalchemy import create_engine\nengine = create_engine('a')\nengine = Other()\nengine.execute('a')";
    assert.deepEqual(await inMain(two, "sqlalchemy"), []);
    const tried = "import jwt\ntry:\n    token = jwt.encode({}, 'a').decode()\nexcept AttributeError:\n    token = ''";
    assert.deepEqual(await inMain(tried, "pyjwt"), []);
    const either = "import streamlit as st\nst.rerun() if hasattr(st, 'rerun') else st.experimental_rerun()";
    assert.deepEqual(await inMain(either, "streamlit"), []);
    const mapped = "import sqlalchemy as sa\nfrom sqlalchemy.orm import mapped_column\nQUERY = sa.select([1])";
    assert.deepEqual(await inMain(mapped, "sqlalchemy"), []);
  });

  it("take what LangChain still has for what it is", async () => {
    assert.deepEqual(await inMain("from langchain.chat_models import init_chat_model", "langchain"), []);
    assert.deepEqual(await inMain("from langchain.chat_models import ChatOpenAI", "langchain"), [
      "langchain<1 main.py:1",
      "langchain<0.2 main.py:1",
    ]);
    assert.deepEqual(await inMain("from langchain.chains import LLMChain", "langchain"), ["langchain<1 main.py:1"]);
  });
});
