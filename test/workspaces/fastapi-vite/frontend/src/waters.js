const clock = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });

/** One line of the board. */
export function line({ kind, at }) {
  const element = document.createElement("p");
  element.className = kind;
  element.textContent = `${clock.format(new Date(at))} ${kind} water`;
  return element;
}
