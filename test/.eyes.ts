import { openVsCode, serverPrograms } from "./kit/vscode-server";
import { WorkbenchPage } from "./kit/workbench-page";
void (async () => {
  const code = await openVsCode(serverPrograms()!, { extension: "/work/wt/me", workspace: process.argv[2]!, scale: 1 });
  const w = new WorkbenchPage(code.page);
  try {
    await w.ready();
    await w.openDrydock();
    await w.row("Integration points").waitFor({ timeout: 120000 });
    for (const g of ["Modules"]) await w.expand(g);
    await w.page.waitForTimeout(500);
    await w.screenshot("/tmp/shots/e1.png");
    await w.run("View: Collapse All").catch(()=>0);
    await w.screenshot("/tmp/shots/e1b.png");
    await w.run("Drydock: Dockerize Workspace");
    await w.tab(/Dockerize/).waitFor({ timeout: 120000 });
    await w.page.waitForTimeout(3000);
    await w.screenshot("/tmp/shots/e2.png");
    await w.welcomeButton("Apply Selected Files").click();
    await w.page.waitForTimeout(6000);
    await w.screenshot("/tmp/shots/e3.png");
    await w.run("View: Toggle Problems");
    await w.page.waitForTimeout(1500);
    await w.screenshot("/tmp/shots/e4.png");
  } catch (e) { console.log(String(e)); await w.screenshot("/tmp/shots/err.png"); } finally { await code.close(); }
})();
