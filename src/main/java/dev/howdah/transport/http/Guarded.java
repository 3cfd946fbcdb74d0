package dev.howdah.transport.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An exchange that tells browsers what the pages of an allowed origin may do with it. */
record Guarded(HttpExchange http, OriginRules origins) implements HttpExchange {

  Optional<String> refusal() {
    return origins.refusal(http);
  }

  /** Answers a browser that asks before it calls. */
  void preflight() throws IOException {
    respond(
        204,
        Map.of(
            "Access-Control-Allow-Methods", "POST, GET, DELETE",
            "Access-Control-Allow-Headers", header("Access-Control-Request-Headers").orElse("*"),
            "Access-Control-Max-Age", "600"),
        new byte[0]);
  }

  @Override
  public String method() {
    return http.method();
  }

  @Override
  public String path() {
    return http.path();
  }

  @Override
  public Optional<String> query(String name) {
    return http.query(name);
  }

  @Override
  public Optional<String> header(String name) {
    return http.header(name);
  }

  @Override
  public InputStream body() {
    return http.body();
  }

  @Override
  public void respond(int status, Map<String, String> headers, byte[] body) throws IOException {
    http.respond(status, withOrigin(headers), body);
  }

  @Override
  public OutputStream respond(int status, Map<String, String> headers) throws IOException {
    return http.respond(status, withOrigin(headers));
  }

  private Map<String, String> withOrigin(Map<String, String> headers) {
    Optional<String> origin = header("Origin");
    if (origin.isEmpty() || refusal().isPresent()) {
      return headers;
    }
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Access-Control-Allow-Origin", origin.get());
    all.put("Access-Control-Expose-Headers", "Mcp-Session-Id, WWW-Authenticate");
    all.put("Vary", "Origin");
    return all;
  }
}
