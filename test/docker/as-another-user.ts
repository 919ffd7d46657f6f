// Connects to the socket of DOCKER_HOST and prints what that says: started by a test as a user who may not open it.
import { DrydockError } from "../../src/model/error";
import { connect } from "./engine-kit";

connect({ DOCKER_HOST: process.env["DOCKER_HOST"] }).then(
  () => console.log(JSON.stringify({ code: "connected" })),
  (error: unknown) => {
    const known = error instanceof DrydockError ? error : null;
    const { code, message, why, todo } = known ?? { code: "unknown", message: String(error), why: "", todo: "" };
    console.log(JSON.stringify({ code, message, why, todo }));
  },
);
