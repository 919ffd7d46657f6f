import type { WorkbenchPage } from "./workbench-page";

/** What WCAG asks of text of a usual size. */
const least = 4.5;

/** The texts of the panel that stand out too little from what is behind them, each with its ratio; none where all are read well. */
export async function paleTexts(workbench: WorkbenchPage): Promise<readonly string[]> {
  return workbench
    .panel()
    .locator("body")
    .evaluate((body, wanted) => {
      type Color = readonly number[];
      const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      const over = (color: string, under: Color): Color => {
        if (!pen) return under;
        for (const each of [`rgb(${under.join(",")})`, color]) {
          pen.fillStyle = each;
          pen.fillRect(0, 0, 1, 1);
        }
        return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
      };
      const chain = (element: Element): Element[] => {
        const found: Element[] = [];
        for (let at: Element | null = element; at; at = at.parentElement) found.unshift(at);
        return found;
      };
      const light = (color: Color): number => {
        const parts = color
          .map(part => part / 255)
          .map(part => (part <= 0.04 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        const [red = 0, green = 0, blue = 0] = parts;
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const hasOwnText = (element: Element): boolean =>
        [...element.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent?.trim() !== "");
      const pale = new Set<string>();
      for (const element of body.querySelectorAll("*")) {
        if (!hasOwnText(element) || element.getClientRects().length === 0) continue;
        if (element.closest("[aria-disabled=true], .visually-hidden, option, script") !== null) continue;
        const styles = chain(element).map(each => getComputedStyle(each));
        const behind = styles.reduce<Color>(
          (under, { backgroundColor }) => over(backgroundColor, under),
          [255, 255, 255],
        );
        const opacity = styles.reduce((all, style) => all * Number(style.opacity), 1);
        const front = over(getComputedStyle(element).color, behind).map(
          (part, index) => part * opacity + (behind[index] ?? 0) * (1 - opacity),
        );
        const [high = 0, low = 0] = [light(front), light(behind)].sort((left, right) => right - left);
        const ratio = (high + 0.05) / (low + 0.05);
        if (ratio < wanted) pale.add(`${element.className || element.tagName} ${ratio.toFixed(1)}`);
      }
      return [...pale];
    }, least);
}
