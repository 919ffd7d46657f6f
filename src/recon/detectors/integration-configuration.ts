import { defineDetector } from "../define-detector";
import {
  CONFIGURATION_GLOBS,
  configuredServices,
  configurationsOf,
  NAMED_FILES,
  READING_FILES,
} from "../integrations/configuration-files";
import { kindOf } from "../integrations/kinds";
import { serviceOf } from "../knowledge/services";

/** Addresses of services in the files that the code keeps its settings in (YAML, TOML, INI), of which it has a client. */
export const detector = defineDetector({
  id: "integration-configuration",
  title: "Addresses in configuration files",
  reads: { everything: true, files: CONFIGURATION_GLOBS },
  detect({ workspace, files, dependencies, each }) {
    if (files.length === 0 || each(READING_FILES).length === 0) return [];
    const named = each(NAMED_FILES);
    const driven = new Set(
      dependencies.flatMap(({ name, direct }) => {
        const use = direct ? serviceOf(name) : null;
        return use === null || use.confidence === "low" ? [] : [use.service];
      }),
    );
    const databases = [...driven].filter(service => kindOf(service) === "database" && service !== "sqlite");
    const [only = null, ...others] = databases;
    return configurationsOf(files, named).flatMap(path =>
      configuredServices(workspace, path, ({ service, isDatabase }) => {
        if (service === null) return isDatabase && others.length === 0 ? only : null;
        if (driven.has(service)) return service;
        return service === "mysql" && driven.has("mariadb") ? "mariadb" : null;
      }),
    );
  },
});
