"use strict";
{
  // What the authorization server sent back (RFC 6749, sections 4.1.2 and 4.2.2) goes to the
  // page that opened this window; Swagger UI left its callbacks there.
  const flow = window.opener.swaggerUIRedirectOauth2;
  const inHash = /(^#|[?&])(code|access_token|token|error)=/.test(window.location.hash);
  const sent = (inHash ? window.location.hash : window.location.search).replace(/^[#?]+/, "");
  const answer = Object.fromEntries(new URLSearchParams(sent));
  const isValid = answer.state === flow.state;
  const named = { authId: flow.auth.name, source: "auth" };
  const flowName = flow.auth.schema.get("flow");
  const byCode = ["accessCode", "authorizationCode", "authorization_code"].includes(flowName);

  if (!byCode || flow.auth.code) {
    flow.callback({ auth: flow.auth, token: answer, isValid, redirectUrl: flow.redirectUrl });
  } else if (!isValid) {
    // Somebody else's answer (RFC 6749, section 10.12): its code is not used.
    flow.errCb({ ...named, level: "error", message: "The state that came back is not the one that was sent." });
  } else if (answer.code) {
    delete flow.state;
    flow.auth.code = answer.code;
    flow.callback({ auth: flow.auth, redirectUrl: flow.redirectUrl });
  } else {
    const message = answer.error
      ? `[${answer.error}]: ${answer.error_description || "no reason given"} ${answer.error_uri || ""}`
      : "The server sent back neither a code nor an error.";
    flow.errCb({ ...named, level: "error", message });
  }
  window.close();
}
