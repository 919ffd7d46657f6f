import type { ImageReference } from "../../docker/dockerfile/image-reference";

/** Variables that official images set, by repository (their Dockerfiles, docker-library). PATH is set by all. */
const BY_REPOSITORY: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries<readonly string[]>({
    scratch: [],
    alpine: [],
    busybox: [],
    debian: [],
    ubuntu: [],
    fedora: ["DISTTAG", "FGC", "FBR", "container"],
    python: [
      "LANG",
      "GPG_KEY",
      "PYTHON_VERSION",
      "PYTHON_SHA256",
      "PYTHON_PIP_VERSION",
      "PYTHON_SETUPTOOLS_VERSION",
      "PYTHON_GET_PIP_URL",
      "PYTHON_GET_PIP_SHA256",
    ],
    node: ["NODE_VERSION", "YARN_VERSION"],
    golang: ["GOLANG_VERSION", "GOTOOLCHAIN", "GOPATH"],
    nginx: ["NGINX_VERSION", "NJS_VERSION", "NJS_RELEASE", "PKG_RELEASE", "DYNPKG_RELEASE", "ACME_VERSION"],
  }).map(([name, variables]) => [name, new Set(variables)]),
);

/** The variables that the image sets besides PATH; null for an image that is not known. */
export function inheritedVariables(image: ImageReference | null): ReadonlySet<string> | null {
  if (image === null || (image.registry !== null && image.registry !== "docker.io")) return null;
  return BY_REPOSITORY.get(image.repository.replace(/^library\//, "")) ?? null;
}
