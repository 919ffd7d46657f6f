import type { Place } from "../model/place";
import type { ImportEdge, ModuleInfo, Recon } from "../model/recon";
import { maskLine } from "../workspace/mask";
import type { SourceText } from "../workspace/source-text";
import type { Alignment } from "./aligned-facts";

/** A file whose text changed and whose facts did not. */
export interface MovedFile {
  readonly path: string;
  readonly before: SourceText;
  readonly after: SourceText;
  readonly alignment: Alignment;
  /** Lines that the file gained or, below 0, lost. */
  readonly lines: number;
}

/**
 * A recon with every place in one file moved to where its words stand now; what does not change keeps its identity. Null
 * where a place tells of something that the alignment does not know.
 */
export function moveRecon(recon: Recon, file: MovedFile): Recon | null {
  const mover = new Mover(file);
  const moved = mover.recon(recon);
  return mover.isLost ? null : moved;
}

class Mover {
  isLost = false;
  readonly #file: MovedFile;

  constructor(file: MovedFile) {
    this.#file = file;
  }

  recon(recon: Recon): Recon {
    const { modules, imports, units, timings: _timings, ...rest } = recon;
    return {
      ...recon,
      ...this.#moved(rest),
      modules: changed(modules, module => this.#module(module)),
      imports: changed(imports, edge => this.#edge(edge)),
      units: changed(units, unit => {
        const own = this.recon(unit.recon);
        return own === unit.recon ? unit : { ...unit, recon: own };
      }),
    };
  }

  #module(module: ModuleInfo): ModuleInfo {
    const { path, lines } = this.#file;
    if (lines === 0) return module;
    // Packages count the lines of everything below them.
    const folder =
      module.kind === "package" ? module.path.slice(0, module.path.lastIndexOf("/") + 1) : `${module.path}/`;
    const holds = module.path === path || (module.kind !== "module" && path.startsWith(folder));
    return holds ? { ...module, lines: module.lines + lines } : module;
  }

  #edge(edge: ImportEdge): ImportEdge {
    if (edge.from !== this.#file.path) return edge;
    const line = this.#file.alignment.line(edge.line);
    if (line === undefined) this.isLost = true;
    return line === undefined || line === edge.line ? edge : { ...edge, line };
  }

  #moved<Type>(value: Type): Type {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return changed(value as readonly unknown[], item => this.#moved(item)) as Type;
    if (isPlace(value)) return value.path === this.#file.path ? (this.#place(value) as Type) : value;
    let copy: Record<string, unknown> | undefined;
    for (const [key, inner] of Object.entries(value)) {
      const moved: unknown = this.#moved(inner);
      if (moved !== inner) (copy ??= { ...value } as Record<string, unknown>)[key] = moved;
    }
    return (copy ?? value) as Type;
  }

  #place(place: Place): Place {
    // The file as a whole is meant, as where it could not be read.
    if (place.text === "" && place.line === 1 && place.column === 1) return place;
    const { path, before, after, alignment } = this.#file;
    const offset = alignment.offset(before.offset(place.line, place.column));
    if (offset === undefined) {
      this.isLost = true;
      return place;
    }
    const { line, column } = after.position(offset);
    const text = maskLine(after.line(line), path);
    const isSame = line === place.line && column === place.column && text === place.text;
    return isSame ? place : { ...place, line, column, text };
  }
}

function isPlace(value: object): value is Place {
  return "path" in value && "line" in value && "column" in value && "text" in value && "confidence" in value;
}

/** The list itself where no item changed. */
function changed<Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  let copy: Item[] | undefined;
  for (let index = 0; index < items.length; index++) {
    const item = items[index] as Item;
    const now = change(item);
    if (now !== item) (copy ??= items.slice())[index] = now;
  }
  return copy ?? items;
}
