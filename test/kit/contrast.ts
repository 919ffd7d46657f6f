import type { WorkbenchPage } from "./workbench-page";

/** What WCAG asks of text of a usual size. */
const least = 4.5;

type Color = readonly number[];

/** The texts of the panel that stand out too little from what is behind them, each with its ratio; none where all are read well. */
export async function paleTexts(workbench: WorkbenchPage): Promise<readonly string[]> {
  return workbench.panel().locator("body").evaluate(findPale, least);
}

/** Runs in the panel, so it uses nothing from outside; its helpers are methods, since a compiler marks functions with names. */
function findPale(body: Element, wanted: number): string[] {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colors = {
    over(color: string, under: Color): Color {
      if (!pen) return under;
      for (const each of [`rgb(${under.join(",")})`, color]) {
        pen.fillStyle = each;
        pen.fillRect(0, 0, 1, 1);
      }
      return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
    },
    light(color: Color): number {
      const parts = color.map(part => (part <= 10 ? part / 3294 : ((part / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * (parts[0] ?? 0) + 0.7152 * (parts[1] ?? 0) + 0.0722 * (parts[2] ?? 0);
    },
    /** The styles of an element and all that it lies in, the outermost first. */
    styles(element: Element): CSSStyleDeclaration[] {
      const found: CSSStyleDeclaration[] = [];
      for (let at: Element | null = element; at; at = at.parentElement) found.unshift(getComputedStyle(at));
      return found;
    },
  };
  const pale = new Set<string>();
  for (const element of body.querySelectorAll("*")) {
    const texts = [...element.childNodes].filter(
      ({ nodeType, textContent }) => nodeType === 3 && textContent?.trim() !== "",
    );
    if (texts.length === 0 || element.getClientRects().length === 0) continue;
    if (element.closest("[aria-disabled=true], .visually-hidden, option, script") !== null) continue;
    const styles = colors.styles(element);
    const behind = styles.reduce<Color>((under, style) => colors.over(style.backgroundColor, under), [255, 255, 255]);
    const opacity = styles.reduce((all, style) => all * Number(style.opacity), 1);
    const front = colors
      .over(getComputedStyle(element).color, behind)
      .map((part, index) => part * opacity + (behind[index] ?? 0) * (1 - opacity));
    const [high = 0, low = 0] = [colors.light(front), colors.light(behind)].sort((left, right) => right - left);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < wanted) pale.add(`${element.getAttribute("class") ?? element.tagName} ${ratio.toFixed(1)}`);
  }
  return [...pale];
}
