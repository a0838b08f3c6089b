"use strict";
{
  const said = JSON.parse(document.getElementById("swagger-ui-options").textContent);
  const options = {
    ...said.parameters,
    url: said.openapiUrl,
    presets: [SwaggerUIBundle.presets.apis],
  };
  if (SwaggerUIBundle.SwaggerUIStandalonePreset) {
    options.presets.push(SwaggerUIBundle.SwaggerUIStandalonePreset);
  }
  if (said.oauth2RedirectUrl) {
    options.oauth2RedirectUrl = new URL(said.oauth2RedirectUrl, window.location.origin).href;
  }
  window.ui = SwaggerUIBundle(options);
  if (said.initOAuth) {
    window.ui.initOAuth(said.initOAuth);
  }
}
