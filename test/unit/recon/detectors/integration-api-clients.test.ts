import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-api-clients";
import { servicesOf } from "../../../kit/detect";

describe("recon/detectors/integration-api-clients", () => {
  it("knows the host of a client, with the variables that it is given", async () => {
    assert.deepEqual(
      await servicesOf(detector, {
        "ask.py":
          'import os\nfrom openai import OpenAI\nfrom twilio.rest import Client\nai = OpenAI(api_key=os.environ["OPENAI_API_KEY"], base_url=os.getenv("OPENAI_BASE_URL"))\nphone = Client(os.environ["SID"], os.environ["TOKEN"])\n',
      }),
      ["http-api http api.openai.com OPENAI_API_KEY,OPENAI_BASE_URL", "http-api http api.twilio.com SID,TOKEN"],
    );
  });
  it("lets clients of another address be, and classes of the same name", async () => {
    assert.deepEqual(
      await servicesOf(detector, {
        "ask.py":
          'from openai import OpenAI\nfrom mine import Client\nai = OpenAI(base_url="http://ollama:11434/v1")\nphone = Client()\n',
        "mine.py": "class Client: pass\n",
      }),
      [],
    );
  });
  it("tells the Hub where a model is named by its owner, and no folder", async () => {
    const hub = async (code: string): Promise<readonly string[]> =>
      servicesOf(detector, { "model.py": `from transformers import AutoModel, pipeline\n${code}\n` });
    const found = ["http-api http huggingface.co"];
    assert.deepEqual(await hub('NAME = "IlyaGusev/rut5"\nmodel = AutoModel.from_pretrained(NAME)'), found);
    assert.deepEqual(await hub('def ner(name):\n    return pipeline("ner", model="acme/" + name)'), found);
    assert.deepEqual(await hub('def ner(name):\n    return pipeline("ner", model=f"acme/{name}")'), found);
    assert.deepEqual(await hub('model = AutoModel.from_pretrained("./models/rut5")'), []);
    assert.deepEqual(await hub('model = AutoModel.from_pretrained("models/rut5")'), []);
    assert.deepEqual(await hub("def load(path):\n    return AutoModel.from_pretrained(path)"), []);
  });
  it("takes a class of the application's own for the client that it extends", async () => {
    assert.deepEqual(
      await servicesOf(detector, {
        "bot.py": "from discord.ext import commands\nclass Robot(commands.AutoShardedBot):\n    pass\n",
      }),
      ["http-api http discord.com"],
    );
  });
});
