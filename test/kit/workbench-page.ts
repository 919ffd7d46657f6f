import type { FrameLocator, Locator, Page } from "playwright-core";

/** The workbench as a person uses it: palette, views, rows, notifications, webviews. */
export class WorkbenchPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async ready(): Promise<void> {
    await this.page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
    await this.page.locator('[id="workbench.parts.activitybar"]').waitFor({ timeout: 60_000 });
  }

  /** Runs a command of the palette by its whole title, as soon as the workbench knows it. */
  async run(title: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input").first();
    const row = this.page.locator(".quick-input-list .monaco-list-row").first();
    // What takes the focus in the moment in which the palette opens closes it again.
    const find = async (): Promise<string> => {
      await this.page.keyboard.press("F1");
      await input.fill(`>${title}`, { timeout: 5000 });
      await row.waitFor({ timeout: 5000 });
      return (await row.textContent({ timeout: 5000 })) ?? "";
    };
    for (let attempt = 0; attempt < 30; attempt++) {
      const found = await find().catch(() => "");
      if (found.replaceAll("\u00a0", " ").includes(title)) {
        await this.page.keyboard.press("Enter");
        return;
      }
      await this.page.keyboard.press("Escape");
      await this.page.waitForTimeout(1000);
    }
    throw new Error(`The palette has no command ${title}.`);
  }

  /** Opens our view container in the sidebar. */
  async openDrydock(): Promise<void> {
    const action = this.page.locator('.activitybar .action-item:has(a[aria-label^="Drydock"])').first();
    await action.waitFor({ timeout: 60_000 });
    const shown = await this.page.locator(".sidebar .pane-header", { hasText: "Recon" }).count();
    if (shown === 0) await action.click();
    await this.page.locator(".sidebar .pane-header", { hasText: "Recon" }).waitFor();
  }

  /** A row of a tree in the sidebar by its whole label (the description does not count). */
  row(label: string): Locator {
    const pattern = label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s");
    const name = this.page.locator(".label-name", { hasText: new RegExp(`^\\s*${pattern}\\s*$`) });
    return this.page.locator(".sidebar .monaco-list-row").filter({ has: name }).first();
  }

  async expand(label: string): Promise<void> {
    const row = this.row(label);
    await row.waitFor();
    if ((await row.getAttribute("aria-expanded")) === "false") await row.locator(".monaco-tl-twistie").click();
  }

  /** Scrolls a tree until a row is in sight, from a row that is. */
  async reveal(label: string, from: string): Promise<void> {
    const start = this.row(from);
    await start.waitFor();
    await start.hover();
    for (let attempt = 0; attempt < 120 && (await this.row(label).count()) === 0; attempt++) {
      await this.page.mouse.wheel(0, 88);
      await this.page.waitForTimeout(100);
    }
    await this.row(label).scrollIntoViewIfNeeded();
  }

  /** Opens a file of the workspace by its name, also where another list was still shown when it was typed. */
  async openFile(name: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input").first();
    const row = this.page.locator(".quick-input-list .monaco-list-row").first();
    const shown = this.page.locator(".tabs-container .tab.active", { hasText: name }).first();
    for (let attempt = 0; attempt < 10 && !(await shown.isVisible()); attempt++) {
      await this.page.keyboard.press("Control+p");
      await input.fill(name, { timeout: 5000 }).catch(() => undefined);
      await row
        .filter({ hasText: name })
        .waitFor({ timeout: 5000 })
        .catch(() => undefined);
      if (await row.filter({ hasText: name }).isVisible()) await this.page.keyboard.press("Enter");
      else await this.page.keyboard.press("Escape");
      await shown.waitFor({ timeout: 3000 }).catch(() => undefined);
    }
    await shown.waitFor();
  }

  welcomeButton(text: string): Locator {
    return this.page.locator(".welcome-view-content .monaco-button", { hasText: text }).first();
  }

  /**
   * Waits for a notification and shows it: a browser without a person before it shows no toasts, and the centre that
   * holds them closes again when the last notification goes in the moment in which it opens.
   */
  async notified(text: string | RegExp): Promise<Locator> {
    const item = this.page.locator(".notification-list-item", { hasText: text }).first();
    for (let attempt = 0; attempt < 20; attempt++) {
      await this.#openNotifications();
      const isThere = await item.waitFor({ timeout: 1500 }).then(
        () => true,
        () => false,
      );
      if (isThere) return item;
    }
    throw new Error(`There is no notification ${String(text)}, but: ${(await this.notifications()).join(" | ")}`);
  }

  /** The words of all notifications. */
  async notifications(): Promise<readonly string[]> {
    await this.#openNotifications();
    return this.page.locator(".notification-list-item").allTextContents();
  }

  /** They lie over what the next step may click at. */
  async hideNotifications(): Promise<void> {
    if (await this.page.locator(".notifications-center").isVisible())
      await this.run("Notifications: Hide Notifications");
  }

  async #openNotifications(): Promise<void> {
    const center = this.page.locator(".notifications-center");
    if (await center.isVisible()) return;
    await this.run("Notifications: Show Notifications");
    await center.waitFor({ timeout: 1500 }).catch(() => undefined);
  }

  tab(text: string | RegExp): Locator {
    return this.page.locator(".tabs-container .tab", { hasText: text }).first();
  }

  /** The inside of our webview panel: VS Code wraps it in two frames. */
  panel(): FrameLocator {
    return this.page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
  }

  panelTab(name: string): Locator {
    return this.panel().getByRole("tab", { name });
  }

  async closeEditor(name: string): Promise<void> {
    if (!(await this.tab(name).isVisible())) return;
    await this.tab(name).click({ button: "middle" });
    await this.tab(name).waitFor({ state: "detached" });
  }

  /** Hides the sidebar or the panel with the command that toggles it. */
  async closePart(part: "sidebar" | "panel", command: string): Promise<void> {
    const element = this.page.locator(`[id="workbench.parts.${part}"]`);
    if (await element.isVisible()) await this.run(command);
    await element.waitFor({ state: "hidden" });
  }

  /** Opens the context menu of a row and takes entry by entry. */
  async chooseInMenu(row: Locator, ...entries: readonly string[]): Promise<void> {
    await row.click({ button: "right" });
    await this.takeFromMenu(...entries);
  }

  /** Takes entry by entry of the menu that is open; it takes no click in the moment in which it opens. */
  async takeFromMenu(...entries: readonly string[]): Promise<void> {
    for (const [at, entry] of entries.entries()) {
      const item = this.page.getByRole("menuitem", { name: entry, exact: true });
      await item.waitFor();
      const next = entries[at + 1];
      const isDone = (): Promise<boolean> =>
        next === undefined ? item.isHidden() : this.page.getByRole("menuitem", { name: next, exact: true }).isVisible();
      for (let attempt = 0; attempt < 20 && !(await isDone()); attempt++) {
        await item.click({ timeout: 2000 }).catch(() => undefined);
        await this.page.waitForTimeout(300);
      }
    }
  }

  async expandView(name: string): Promise<void> {
    const header = this.page.locator(".sidebar .pane-header", { hasText: name });
    await header.waitFor();
    if ((await header.getAttribute("aria-expanded")) === "false") await header.click();
  }

  /** Fills the input that a command asks with. */
  async typeAnswer(text: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget:visible input").first();
    await input.waitFor();
    await input.fill(text);
  }

  /** Fills the input that a command asks with, and gives it back. */
  async answer(text: string): Promise<void> {
    await this.typeAnswer(text);
    await this.page.keyboard.press("Enter");
  }

  /** Takes a path in the file dialog whose button says `button`; it looks each path up as it is typed. */
  async chooseFile(target: string, button: string): Promise<void> {
    const take = this.page.locator(".quick-input-widget:visible .monaco-button", { hasText: button });
    await take.waitFor();
    for (let attempt = 0; attempt < 5 && (await take.isVisible()); attempt++) {
      await this.typeAnswer(target);
      await this.page.waitForTimeout(700);
      await take.click({ timeout: 3000 }).catch(() => undefined);
      await this.page.waitForTimeout(500);
    }
  }

  /** Takes a button of the dialog that says `words`. */
  async confirm(words: string | RegExp, button: string): Promise<void> {
    const dialog = this.page.locator(".monaco-dialog-box", { hasText: words });
    await dialog.waitFor();
    await dialog.getByRole("button", { name: button, exact: true }).click();
    await dialog.waitFor({ state: "detached" });
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }
}
