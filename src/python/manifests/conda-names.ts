import { normalizeName } from "../packaging/names";

/**
 * conda packages whose name differs from the distribution that holds the same modules.
 * Source: the recipes' own `source` and `about` sections on conda-forge.
 */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  "dask-core": "dask",
  faiss: "faiss-cpu",
  "matplotlib-base": "matplotlib",
  "msgpack-python": "msgpack",
  opencv: "opencv-python",
  "py-opencv": "opencv-python",
  "py-xgboost": "xgboost",
  pyqt: "pyqt5",
  pytables: "tables",
  "python-graphviz": "graphviz",
  "python-kaleido": "kaleido",
  "python-levenshtein": "levenshtein",
  pytorch: "torch",
  "pytorch-cpu": "torch",
  "pytorch-gpu": "torch",
  "redis-py": "redis",
  "seaborn-base": "seaborn",
  "tensorflow-base": "tensorflow",
  "tensorflow-gpu": "tensorflow",
  "torchvision-cpu": "torchvision",
  "uvicorn-standard": "uvicorn",
};

/** The normalised distribution that a conda package holds; most have one name in both worlds. */
export function distributionOfConda(name: string): string {
  const normalized = normalizeName(name);
  return DISTRIBUTIONS[normalized] ?? normalized;
}
