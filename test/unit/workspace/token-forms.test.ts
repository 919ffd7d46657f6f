import assert from "node:assert/strict";
import { replaceTokens, TOKEN_FORMS, tokenIn, tokensIn } from "../../../src/workspace/token-forms";

const hex = (length: number): string => "0a1b2c3d4e5f".repeat(20).slice(0, length);
const letters = (length: number): string => "qWeRtYuIoPaSdFgHjKl".repeat(20).slice(0, length);

/** One credential of each form, put together here so that no scanner takes this file for a leak. */
const SAMPLES: Readonly<Record<string, string>> = {
  "an AWS access key": `AKIA${"Q2W3E4R5T6Y7U2I3"}`,
  "a GitHub token": `ghp_${letters(36)}`,
  "a GitLab token": `glpat-${letters(20)}`,
  "a Slack token": `xoxb-${"123456789012-123456789012-"}${letters(24)}`,
  "a Slack webhook": `https://hooks.slack.com/services/T00/B00/${letters(44)}`,
  "a Stripe key": `sk_live_${letters(24)}`,
  "a Google API key": `AIza${letters(35)}`,
  "an OpenAI key": `sk-proj-${letters(40)}T3BlbkFJ${letters(40)}`,
  "an Anthropic key": `sk-ant-api03-${letters(93)}AA`,
  "a Hugging Face token": `hf_${letters(34)}`,
  "a SendGrid key": `SG.${letters(22)}.${letters(43)}`,
  "a Brevo key": `xkeysib-${hex(64)}-${letters(16)}`,
  "an npm token": `npm_${letters(36)}`,
  "a package index token": `pypi-AgEIcHlwaS5vcmc${letters(60)}`,
  "a DigitalOcean token": `dop_v1_${hex(64)}`,
  "a Databricks token": `dapi${hex(32)}`,
  "a Docker access token": `dckr_pat_${letters(27)}`,
  "a Telegram bot token": `123456789:AA${letters(33)}`,
  "a Vault token": `hvs.${letters(95)}`,
  "a Shopify token": `shpat_${hex(32)}`,
  "a Grafana token": `glsa_${letters(32)}_${hex(8)}`,
  "a Sentry token": `sntryu_${hex(64)}`,
  "a Postman key": `PMAK-${hex(24)}-${hex(34)}`,
  "a PlanetScale password": `pscale_pw_${letters(40)}`,
  "an age key": `AGE-SECRET-KEY-1${"QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".repeat(2).slice(0, 58)}`,
};

describe("credentials of a known form", () => {
  for (const { what } of TOKEN_FORMS)
    it(`${what} is known inside a line, and replaced`, () => {
      const token = SAMPLES[what];
      assert.ok(token !== undefined, `no sample of ${what}`);
      const line = `VALUE = "${token}"  # keep`;
      assert.equal(tokenIn(line), what);
      const replaced = replaceTokens(line, "•••");
      assert.ok(replaced.startsWith('VALUE = "') && replaced.endsWith('•••"  # keep'), replaced);
    });

  it("are not seen in samples, digests, identifiers and words", () => {
    for (const text of [
      "AKIAIOSFODNN7EXAMPLE",
      `ghp_${"x".repeat(36)}`,
      `sha256:${hex(64)}`,
      "d3b07384-d9a0-4f5c-8b3a-1f2e3d4c5b6a",
      "sk-learn", // Names that begin as keys do.
      "hf_hub_download",
      "npm_config_registry",
      "SG.example",
      "task-ant-colony",
    ])
      assert.equal(tokenIn(text), null, text);
  });

  it("are found at their shortest, and wherever in a word they stand", () => {
    const stripe = `sk_test_${"Q2w3E4r5T6"}`;
    const text = `a ${stripe} b https://user:${stripe}@host/x/${stripe}?a=1&b=${stripe}\n${stripe}`;
    const starts = [...text.matchAll(/sk_test_/g)].map(({ index }) => index);
    assert.deepEqual(
      tokensIn(text),
      starts.map(start => ({ what: "a Stripe key", start, end: start + stripe.length })),
    );
  });

  it("are found behind a sample of the same form", () => {
    assert.equal(tokenIn(`AKIAIOSFODNN7EXAMPLE ${SAMPLES["an AWS access key"] ?? ""}`), "an AWS access key");
  });
});
