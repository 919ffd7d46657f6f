/** A credential whose form alone tells what it is, whatever it is called. */
export interface TokenForm {
  /** With its article, as a sentence names it. */
  readonly what: string;
  readonly pattern: RegExp;
}

/**
 * Keys and tokens with a prefix of their own. Forms that ordinary words, digests or identifiers could have are left out.
 * Source: https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml
 */
export const TOKEN_FORMS: readonly TokenForm[] = [
  { what: "an AWS access key", pattern: /\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/ },
  { what: "a GitHub token", pattern: /\bgh[pousr]_[A-Za-z0-9]{30,}\b|\bgithub_pat_\w{22,}\b/ },
  { what: "a GitLab token", pattern: /\bgl(?:pat|dt|rt|ptt|ft|agent|oas|soat)-[\w-]{20,}/ },
  { what: "a Slack token", pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{20,}\b|\bxapp-\d-[A-Z0-9]+-\d+-[a-z0-9]{20,}\b/ },
  { what: "a Slack webhook", pattern: /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/]{40,}/ },
  { what: "a Stripe key", pattern: /\b[sr]k_(?:test|live|prod)_[A-Za-z0-9]{10,}\b/ },
  { what: "a Google API key", pattern: /\bAIza[\w-]{35}(?![\w-])/ },
  { what: "an OpenAI key", pattern: /\bsk-(?:(?:proj|svcacct|admin)-[\w-]{20,}|[A-Za-z0-9]{20})T3BlbkFJ[\w-]{20,}/ },
  { what: "an Anthropic key", pattern: /\bsk-ant-[a-z]+\d{2}-[\w-]{80,}/ },
  { what: "a Hugging Face token", pattern: /\bhf_[A-Za-z]{34}\b/ },
  { what: "a SendGrid key", pattern: /\bSG\.[\w-]{16,}\.[\w-]{32,}/ },
  { what: "a Brevo key", pattern: /\bxkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}\b/ },
  { what: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { what: "a package index token", pattern: /\bpypi-AgE[\w-]{50,}/ },
  { what: "a DigitalOcean token", pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/ },
  { what: "a Databricks token", pattern: /\bdapi[a-f0-9]{32}\b/ },
  { what: "a Docker access token", pattern: /\bdckr_(?:pat|oat)_[\w-]{27,}/ },
  { what: "a Telegram bot token", pattern: /\b\d{8,10}:AA[\w-]{33}(?![\w-])/ },
  { what: "a Vault token", pattern: /\bhv[bs]\.[\w-]{90,}/ },
  { what: "a Shopify token", pattern: /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/ },
  { what: "a Grafana token", pattern: /\bglsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}\b|\bglc_[A-Za-z0-9+/]{32,}/ },
  { what: "a Sentry token", pattern: /\bsntr(?:yu_[a-f0-9]{64}\b|ys_eyJ[A-Za-z0-9+/=_]{40,})/ },
  { what: "a Postman key", pattern: /\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}\b/ },
  { what: "a PlanetScale password", pattern: /\bpscale_(?:tkn|oauth|pw)_[\w=.-]{32,}/ },
  { what: "an age key", pattern: /\bAGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}\b/ },
];

const ANY = new RegExp(TOKEN_FORMS.map(({ pattern }) => pattern.source).join("|"), "g");

/** A documentation's own sample, such as AWS's `AKIAIOSFODNN7EXAMPLE`. */
function isSample(token: string): boolean {
  return /EXAMPLE|x{8}|X{8}|0{8}/.test(token);
}

/** A credential of a known form in a text. */
export interface Token {
  readonly what: string;
  readonly start: number;
  readonly end: number;
}

/** What a form is made of, at its shortest: few words of a text are so long, and only those are held against all forms. */
const LONG_RUN = /(?<![\w.:+/=-])[\w.:+/=-]{18,}/g;

/** The credentials of known forms that a text holds, in its order, samples of documentations left out. */
export function tokensIn(text: string): readonly Token[] {
  const found: Token[] = [];
  for (const { 0: run, index: at } of text.matchAll(LONG_RUN)) {
    for (const { 0: token, index } of run.matchAll(ANY)) {
      const what = isSample(token) ? undefined : TOKEN_FORMS.find(({ pattern }) => pattern.test(token))?.what;
      if (what !== undefined) found.push({ what, start: at + index, end: at + index + token.length });
    }
  }
  return found;
}

/** What kind of credential a text holds, as `a GitHub token`; null where it holds none of a known form. */
export function tokenIn(text: string): string | null {
  return tokensIn(text)[0]?.what ?? null;
}

/** The text with every credential of a known form replaced; samples too, as nobody misses them. */
export function replaceTokens(text: string, mask: string): string {
  return text.replace(LONG_RUN, run => run.replace(ANY, mask));
}
