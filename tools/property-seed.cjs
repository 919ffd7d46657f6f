// Loaded before the tests: property tests draw the same values on every run, so that a change is judged by what it
// changes. PROPERTY_SEED=random draws new ones, PROPERTY_SEED=N repeats a run whose seed was printed.
"use strict";
const fc = require("fast-check");

const wanted = process.env.PROPERTY_SEED ?? "20261128";
if (wanted !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wanted) });
