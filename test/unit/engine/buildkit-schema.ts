/**
 * The part of BuildKit's messages that a build sends and a session is asked with, in proto3 (github.com/moby/buildkit:
 * api/services/control/control.proto, session/secrets/secrets.proto, session/auth/auth.proto,
 * session/sshforward/ssh.proto), for a library that reads schemas: what it writes, ours must read, and the other way round.
 */
export const BUILDKIT_SCHEMA = `
syntax = "proto3";
package moby.buildkit.v1;
message StatusResponse {
  repeated Vertex vertexes = 1;
  repeated VertexLog logs = 3;
  repeated VertexWarning warnings = 4;
}
message Vertex {
  string digest = 1;
  string name = 3;
  bool cached = 4;
  Timestamp started = 5;
  Timestamp completed = 6;
  string error = 7;
}
message VertexLog {
  string vertex = 1;
  int64 stream = 3;
  bytes msg = 4;
}
message VertexWarning {
  string vertex = 1;
  int64 level = 2;
  bytes short = 3;
  repeated bytes detail = 4;
  string url = 5;
  repeated Range ranges = 7;
}
message Timestamp {
  int64 seconds = 1;
  int32 nanos = 2;
}
message Range {
  Position start = 1;
  Position end = 2;
}
message Position {
  int32 line = 1;
  int32 character = 2;
}
message GetSecretRequest {
  string ID = 1;
  map<string, string> annotations = 2;
}
message GetSecretResponse {
  bytes data = 1;
}
message CredentialsRequest {
  string Host = 1;
}
message CredentialsResponse {
  string Username = 1;
  string Secret = 2;
}
message CheckAgentRequest {
  string ID = 1;
}
message CheckAgentResponse {
}
message BytesMessage {
  bytes data = 1;
}
message HealthCheckRequest {
  string service = 1;
}
message HealthCheckResponse {
  int32 status = 1;
}
`;

/** The package of the types above, for a look-up by name. */
export const BUILDKIT_PACKAGE = "moby.buildkit.v1";
