import { line } from "./waters.js";

const board = document.querySelector("#board");

async function refresh() {
  const answer = await fetch("/api/waters?count=6");
  const waters = await answer.json();
  board.replaceChildren(...waters.map(line));
}

refresh();
setInterval(refresh, 60_000);
