import { literalPattern } from "../../model/patterns";
import type { EnvironmentVariable } from "../../model/recon";
import { isInSample } from "./variable-question";

const OF_OTHERS =
  /CLIENT|AWS|API|WEBHOOK|S3|MINIO|STRIPE|PAY|CAPTCHA|TURNSTILE|OAUTH|GITHUB|GITLAB|GOOGLE|TWITTER|SLACK/i;

/**
 * `SECRET_KEY = os.environ.get("SHOP_SECRET", "secret-key")`: the setting says what it signs, whatever it is called outside.
 * What a call in between or a comparison makes of a variable is another thing than the variable.
 */
export function fillsSigningKey({ name, places }: EnvironmentVariable): boolean {
  if (OF_OTHERS.test(name)) return false;
  const filled = new RegExp(
    `^[^=(]*?(\\w+)["'\\]]*\\s*(?::[^=(]*)?=\\s*[\\w.]+[[(]\\s*(?:["']${literalPattern(name)}["']|$)(?!.*[)\\]]\\s*(?:[=!]=|in\\b|not\\b))`,
  );
  return places.some(place => !isInSample(place) && isSigningKey(filled.exec(place.text)?.[1] ?? ""));
}

/** A key of the application's own, which any value does for; one that another party hands out is no such key. */
export function isSigningKey(name: string): boolean {
  const words = name.toUpperCase();
  if (OF_OTHERS.test(words)) return false;
  return (
    /(?:^|_)(?:SECRET_KEY|SIGNING_KEY|SALT)$/.test(words) ||
    // A prefix that is no name of another party, which would share it.
    /^(?:ACCESS_|ADMIN_|APP_|AUTH_|COOKIE_|CSRF_|DJANGO_|FLASK_|JWT_|REFRESH_|RESET_|SECURITY_|SESSION_|TOKEN_|USER_)*SECRET$/.test(
      words,
    )
  );
}
