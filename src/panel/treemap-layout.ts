export interface Box<Item> {
  readonly item: Item;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A squarified treemap: areas as the weights, boxes as square as can be, the largest first.
 * Source: M. Bruls, K. Huizing, J. van Wijk, "Squarified Treemaps", 2000.
 */
export function squarify<Item>(
  items: readonly Item[],
  weightOf: (item: Item) => number,
  width: number,
  height: number,
): readonly Box<Item>[] {
  const sorted = items
    .map(item => ({ item, weight: weightOf(item) }))
    .filter(({ weight }) => weight > 0)
    .sort((left, right) => right.weight - left.weight);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0 || width <= 0 || height <= 0) return [];
  const scale = (width * height) / total;
  const areas = sorted.map(({ item, weight }) => ({ item, area: weight * scale }));
  const boxes: Box<Item>[] = [];
  const free = { x: 0, y: 0, width, height };
  for (let start = 0; start < areas.length;) {
    const side = Math.min(free.width, free.height);
    let end = start + 1;
    while (end < areas.length && worst(areas.slice(start, end + 1), side) <= worst(areas.slice(start, end), side))
      end++;
    const row = areas.slice(start, end);
    const sum = row.reduce((all, { area }) => all + area, 0);
    const thick = sum / side;
    let at = 0;
    for (const { item, area } of row) {
      const long = area / thick;
      boxes.push(
        free.width >= free.height
          ? { item, x: free.x, y: free.y + at, width: thick, height: long }
          : { item, x: free.x + at, y: free.y, width: long, height: thick },
      );
      at += long;
    }
    if (free.width >= free.height) {
      free.x += thick;
      free.width -= thick;
    } else {
      free.y += thick;
      free.height -= thick;
    }
    start = end;
  }
  return boxes;
}

/** How far the least square box of a row is from a square. */
function worst(row: readonly { readonly area: number }[], side: number): number {
  const sum = row.reduce((all, { area }) => all + area, 0);
  const areas = row.map(({ area }) => area);
  const [largest, smallest] = [Math.max(...areas), Math.min(...areas)];
  return Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest));
}
