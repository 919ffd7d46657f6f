/** System packages that a module of a distribution loads at run time, while the distribution as a whole needs none. */
interface ModulePackages {
  /** Dotted name as imports and settings have it; what lies below it counts as well. */
  readonly module: string;
  readonly distribution: string;
  readonly runtime: readonly string[];
  readonly source: string;
}

export const MODULE_PACKAGES: readonly ModulePackages[] = [
  {
    module: "django.contrib.gis",
    distribution: "django",
    // GDAL's own package brings GEOS and PROJ as its dependencies; Django loads all three with ctypes.
    runtime: ["gdal-bin"],
    source: "Django documentation, Installing Geospatial libraries",
  },
  {
    module: "django.contrib.gis.db.backends.spatialite",
    distribution: "django",
    runtime: ["libsqlite3-mod-spatialite"],
    source: "Django documentation, Installing SpatiaLite",
  },
];
