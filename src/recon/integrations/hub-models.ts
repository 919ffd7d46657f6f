import type { CallFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";

/** Libraries that fetch models and data sets by their names from the Hugging Face Hub when they are not there yet. */
export const HUB_MODULES = [
  "transformers",
  "sentence_transformers",
  "diffusers",
  "datasets",
  "huggingface_hub",
  "faster_whisper",
];
export const HUB_HOST = "huggingface.co";

const FETCHING =
  /^(?:(?:transformers|diffusers)\.(?:[\w.]+\.)?(?:\w+\.from_pretrained|pipeline)|sentence_transformers\.(?:SentenceTransformer|CrossEncoder)|datasets\.load_dataset|huggingface_hub\.(?:hf_hub_download|snapshot_download)|faster_whisper\.WhisperModel)$/;
const LAST =
  /(?:^|\.)(?:from_pretrained|pipeline|SentenceTransformer|CrossEncoder|load_dataset|hf_hub_download|snapshot_download|WhisperModel)$/;
/** `owner/name` on the Hub; what begins as a folder of the program's own is a path. */
const NAME =
  /^(?!(?:models?|checkpoints?|weights|data|outputs?|artifacts?|artefacts|assets|src|app|resources|saved_models?)\/)[\w-][\w.-]*\/[\w.-]+$/;
const GIVEN = new Set(["model", "repo_id", "path", "pretrained_model_name_or_path", "model_name_or_path"]);

/** Whether a call fetches something of the Hub: it names an owner and a model, as far as that can be told. */
export function fetchesFromHub(project: PythonProject, file: PythonFile, call: CallFact): boolean {
  if (!LAST.test(call.callee) || !FETCHING.test(project.qualify(file, call.callee, call.scope))) return false;
  const given = [
    ...call.arguments,
    ...call.keywords.flatMap(({ name, value }) => (name !== null && GIVEN.has(name) ? [value] : [])),
  ];
  return given.some(value => {
    const text = project.string(file, value, call.scope);
    if (text !== null) return NAME.test(text);
    const { value: open } = project.resolve(file, value, call.scope);
    // `"owner/" + name`: who it belongs to is enough.
    const start =
      open.kind === "template"
        ? open.parts[0]
        : open.kind === "operation" && open.left?.kind === "string"
          ? open.left.value
          : null;
    return typeof start === "string" && NAME.test(`${start}x`);
  });
}
