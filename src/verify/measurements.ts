import { median, spread } from "./statistics";

/** Figures by threshold key; absent where a figure was not measured. */
export type Figures = Readonly<Record<string, number>>;

/** Every measurement of each figure; the figure itself is their median. */
export class Measurements {
  readonly #values = new Map<string, number[]>();

  add(key: string, value: number): void {
    const values = this.#values.get(key);
    if (values) values.push(value);
    else this.#values.set(key, [value]);
  }

  get figures(): Figures {
    return Object.fromEntries([...this.#values].map(([key, values]) => [key, median(values)]));
  }

  of(key: string): { readonly samples: number; readonly spread: number } {
    const values = this.#values.get(key) ?? [];
    return { samples: values.length, spread: spread(values) };
  }
}
