import type { FixedDesign, ServiceDesign } from "../blueprint";
import type { BackingService } from "../define-service";
import type { ExistingService } from "../layout/existing-compose";
import type { WrittenLogin } from "../layout/written-logins";
import { required } from "./connection-value";
import type { Guard } from "./guarded-services";
import type { ServiceQuestion } from "./service-question";

type Password = Pick<ServiceDesign, "passwordVariable" | "password">;
type Login = Pick<ServiceDesign, "user" | "database"> & Password;

/** How clients sign in: as the person's own service lets them, else as the code has it written, else by our names. */
export function loginOf(
  question: ServiceQuestion,
  { definition, password: theirPassword }: Guard,
  fixed: FixedDesign | null,
): Login {
  const { existing } = question;
  const { access, environment } = definition;
  const coded = codedAccount(question, definition, fixed);
  const ours = ourPassword(question, definition, fixed);
  if (existing === null) return { ...completed(coded, access), ...ours };

  const givenUser = theirValue(environment, "{user}", existing);
  const givenPassword = theirPassword ?? theirValue(environment, "{password}", existing);
  const account = {
    user: givenUser ?? coded.user,
    database: theirValue(environment, "{database}", existing) ?? givenUser ?? coded.database,
  };
  if (givenPassword === null && isLeftToUs(question, existing)) return { ...completed(account, access), ...ours };

  const administrator = givenUser === null ? administratorOf(definition, existing) : null;
  const usual = usualAccount(definition, administrator?.user ?? null);
  return {
    ...completed(account, usual),
    ...(access.passwordVariable === null ? ours : asTheyHaveIt(givenPassword ?? administrator?.password ?? null)),
  };
}

type Account = Pick<Login, "user" | "database">;

/** An account with what it does not say taken from the usual one. */
function completed({ user, database }: Account, usual: Account): Account {
  return { user: user ?? usual.user, database: database ?? usual.database };
}

/** The parts of a login that stand in the code. */
function codedAccount(
  { owners, use }: ServiceQuestion,
  { access }: BackingService,
  fixed: FixedDesign | null,
): Account {
  const written = access.database === null ? null : writtenLogin(owners, use.uses);
  return { user: fixed?.user ?? written?.user ?? null, database: fixed?.database ?? written?.database ?? null };
}

/** Who signs in to a server of theirs that names nobody; an image's own user has a database of his name. */
function usualAccount({ access, imageUser }: BackingService, administrator: string | null): Account {
  const user = administrator ?? imageUser ?? access.user;
  return { user, database: user !== null && user === imageUser ? user : access.database };
}

function ourPassword(
  { name, isSeparate }: ServiceQuestion,
  { access }: BackingService,
  fixed: FixedDesign | null,
): Password {
  if (access.passwordVariable === null || fixed?.login === "open") return { passwordVariable: null, password: null };
  const passwordVariable = isSeparate ? `${name.toUpperCase().replace(/-/g, "_")}_PASSWORD` : access.passwordVariable;
  return { passwordVariable, password: required(passwordVariable) };
}

/** A reference without a preset has to be answered by `.env`, whoever wrote it. */
function asTheyHaveIt(password: string | null): Password {
  return { passwordVariable: /^\$\{(\w+)(?::?\?[^}]*)?\}$/.exec(password ?? "")?.[1] ?? null, password };
}

/** What the file that it reads has to hold is for us to say where nobody wrote it yet. */
function isLeftToUs({ owners }: ServiceQuestion, { name }: ExistingService): boolean {
  return (owners[0]?.layout.compose?.missingEnvFiles ?? []).some(({ services }) => services.includes(name));
}

/** The login of which the code itself has a part, which the server is made with. */
function writtenLogin(owners: ServiceQuestion["owners"], uses: ServiceQuestion["use"]["uses"]): WrittenLogin | null {
  for (const { subject, integration } of uses) {
    const login = owners.includes(subject) ? subject.layout.writtenLogins.get(integration.service) : undefined;
    if (login !== undefined) return login;
  }
  return null;
}

/** What a service of theirs has for the variable that one of ours would fill with a template. */
function theirValue(
  environment: BackingService["environment"],
  template: string,
  existing: ExistingService,
): string | null {
  const key = Object.entries(environment ?? {}).find(([, value]) => value === template)?.[0];
  return key === undefined ? null : (existing.environment.get(key) ?? null);
}

/** Who signs in to a server of theirs that has a password for its administrator and names no other user. */
function administratorOf(
  { administrator }: BackingService,
  existing: ExistingService,
): { readonly user: string; readonly password: string } | null {
  const password = theirValue(administrator?.environment, "{password}", existing);
  return administrator === undefined || password === null ? null : { user: administrator.user, password };
}
