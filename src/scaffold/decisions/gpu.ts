import type { GpuDesign } from "../blueprint";
import { citeAll } from "../cite";
import { runs, type Subject } from "./subject";

/** Distributions that compute on a graphics card, by themselves or on request. */
const FRAMEWORKS = [
  "torch",
  "tensorflow",
  "jax",
  "cupy",
  "cupy-cuda11x",
  "cupy-cuda12x",
  "cupy-cuda13x",
  "onnxruntime-gpu",
  "paddlepaddle-gpu",
  "pycuda",
  "vllm",
];
/** Kinds of wheels that uv knows the indexes of. Source: https://docs.astral.sh/uv/guides/integration/pytorch/ */
const CPU = "cpu";
const CUDA = "cu128";

/** A variant for machines with a graphics card; without it everything runs on processors. */
export function decideGpu(subject: Subject, usesPip: boolean): GpuDesign | null {
  const { recon, decider } = subject;
  const framework = FRAMEWORKS.find(name => runs(recon, name));
  if (framework === undefined) return null;
  const places = recon.dependencies.filter(({ name }) => name === framework).map(({ place }) => place);
  const isWanted = decider.flag({
    key: "gpu.variant",
    value: true,
    reason: `${framework} can compute on a graphics card${citeAll(places, 1)}: compose.gpu.yaml reserves one, and without that file everything runs on processors.`,
    places,
  });
  const wheels = framework === "torch" && usesPip && !choosesItself(subject) ? decideWheels(subject) : null;
  return isWanted || wheels !== null ? { framework, wheels, isWanted } : null;
}

function decideWheels({ decider }: Subject): GpuDesign["wheels"] {
  const wheels = decider.optionalText({
    key: "gpu.wheels",
    value: CPU,
    reason: `Wheels of PyTorch for processors are a tenth of the size of those for graphics cards; the variant installs ${CUDA}.`,
    alternatives: [CUDA, "cu126", "cu118"],
  });
  return wheels === null ? null : { usual: wheels, variant: wheels === CPU ? CUDA : wheels };
}

/** Hashes, an index of PyTorch's or a local version (`2.3.1+cu121`) already say which wheel is meant. */
function choosesItself({ layout, recon }: Subject): boolean {
  return (
    [...layout.requirements.values()].some(
      ({ hasHashes, indexes }) => hasHashes || indexes.some(url => /pytorch/.test(url)),
    ) ||
    (layout.pyproject?.indexes ?? []).some(url => /pytorch/.test(url)) ||
    recon.dependencies.some(({ name, specifier }) => name === "torch" && /\+/.test(specifier))
  );
}
