import { defineDetector } from "../define-detector";

/** TITLE: say here what makes it certain, and name the source of the fact. */
export const detector = defineDetector({
  id: "NAME",
  title: "TITLE",
  reads: { calls: ["NAME.Client"] },
  detect({ project, calls }) {
    return calls.map(({ file, call }) => ({
      claim: "framework",
      name: "NAME",
      place: project.place(file, call.offset),
    }));
  },
});
