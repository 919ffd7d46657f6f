import type { BuildEvent } from "../model/build-trace";
import type { ImageReport, ProbeReport, Removed, TestReport } from "../model/verification";
import type { OwnedThings } from "./remove-run";

export type VerifyPhase = "build cold" | "build warm" | "start" | "test" | "load" | "check image" | "stop";

/** What happens during a verification, for shells to show as it happens. */
export type VerifyEvent =
  | { readonly kind: "phase"; readonly phase: VerifyPhase; readonly detail: string }
  | { readonly kind: "build"; readonly service: string; readonly event: BuildEvent }
  | { readonly kind: "built"; readonly image: ImageReport }
  | { readonly kind: "tested"; readonly tests: TestReport; readonly ms: number }
  | { readonly kind: "started"; readonly services: readonly string[]; readonly ms: number }
  | { readonly kind: "answered"; readonly service: string; readonly probe: ProbeReport; readonly ms: number }
  | { readonly kind: "ran"; readonly command: readonly string[]; readonly exit: number; readonly ms: number }
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "left-out"; readonly phase: VerifyPhase; readonly why: string }
  | { readonly kind: "removing"; readonly left: OwnedThings }
  | { readonly kind: "removed"; readonly removed: Removed };

export type OnVerifyEvent = (event: VerifyEvent) => void;
