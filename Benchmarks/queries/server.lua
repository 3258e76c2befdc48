-- How the workloads reach the server. Beside it: the documents that are sent (W2, W3, W4) and their variables.
return {
  health  = "/health",
  graphql = "/graphql",
  me      = "/api/v1/users/me",
  token   = "/api/v1/token",
}
