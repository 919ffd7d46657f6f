import assert from "node:assert/strict";
import { planned, type Texts } from "../plan-kit";

const CODE = {
  "requirements.txt": "flask\ngunicorn\n",
  Dockerfile: "FROM python:3.11\nCOPY . .\nRUN pip install -r requirements.txt\nCMD gunicorn app:app -b 0.0.0.0:8000\n",
  "app.py":
    'import os\nfrom flask import Flask\napp = Flask(__name__)\nREGION = os.environ["REGION_CODE"]\nOWNER = os.environ["OWNER_NAME"]\n',
};

/** What is asked, and the variables of `web` afterwards. */
async function planFor(environment: string, texts: Texts = {}): Promise<{ asked: string[]; web: string }> {
  const compose = `services:
  web:
    build: .
    image: shop
    ports: ["8000:8000"]
    environment:
      REGION_CODE: eu
  init:
    image: shop
    command: python init.py
    environment:
      ${environment}
`;
  const { plan, files } = await planned({ ...CODE, "compose.yaml": compose, ...texts });
  const text = files.find(({ path }) => path === "compose.yaml")?.text ?? "";
  return { asked: plan.questions.map(({ key }) => key), web: text.slice(0, text.indexOf("  init:\n")) };
}

describe("what a person's Compose file gives a container of the image", () => {
  it("is not asked for, and is what another container of it is given", async () => {
    const { asked, web } = await planFor("OWNER_NAME: ${OWNER_NAME:-ann}");
    assert.deepEqual(asked, []);
    assert.match(web, /REGION_CODE: eu\n {6}OWNER_NAME: \$\{OWNER_NAME:-ann\}\n/);
  });

  it("is asked for where a person has yet to give it, or another image is given it", async () => {
    for (const open of ["OWNER_NAME: ${OWNER_NAME}", "OWNER_NAME: ${OWNER_NAME:?give it}", "OWNER_NAME:"])
      assert.deepEqual((await planFor(open)).asked, ["environment.OWNER_NAME"], open);
    const key = await planFor("OWNER_NAME: 5f4dcc3b5aa765d61d8327deb882cf99");
    assert.deepEqual([key.asked, key.web.includes("5f4d")], [["environment.OWNER_NAME"], false]);
    const two = await planFor(
      `OWNER_NAME: ann\n  late:\n    image: shop\n    command: python late.py\n    environment: { OWNER_NAME: ben }`,
    );
    assert.deepEqual(two.asked, ["environment.OWNER_NAME"]);
    const other = {
      "compose.yaml": "services:\n  other:\n    image: acme/other\n    environment:\n      OWNER_NAME: ann\n",
    };
    assert.ok((await planFor("", other)).asked.includes("environment.OWNER_NAME"));
  });
});
