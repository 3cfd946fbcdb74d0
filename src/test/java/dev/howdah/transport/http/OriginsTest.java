package dev.howdah.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MCP, Streamable HTTP, Security: the guard against DNS rebinding. */
@Timeout(300)
class OriginsTest {

  private static final HttpFixture HTTP = new HttpFixture();

  @AfterAll
  static void stop() {
    HTTP.close();
  }

  private static HttpPeer with(String... headers) throws IOException {
    return HTTP.exchange("GET", "/healthz", "", headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://localhost:6274",
        "https://localhost:443",
        "HTTP://LocalHost:6274",
        "http://127.0.0.1:3000",
        "http://127.1.2.3",
        "http://[::1]",
        "http://[::1]:3000",
        "https://app.example",
        "https://APP.example",
        "http://db.example:8080",
      })
  void pagesOfTheseOriginsMayCall(String origin) throws IOException {
    try (HttpPeer peer = with("Origin: " + origin)) {
      assertThat(peer.status()).isEqualTo(200);
      assertThat(peer.header("Access-Control-Allow-Origin")).contains(origin);
      assertThat(peer.header("Access-Control-Expose-Headers").orElse(""))
          .contains("Mcp-Session-Id");
      assertThat(peer.header("Vary")).contains("Origin");
      assertThat(peer.header("Access-Control-Allow-Credentials")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "http://evil.com",
        "http://localhost.evil.com",
        "http://127.0.0.1.evil.com",
        "http://evil-localhost",
        "http://localhost.",
        "http://127.0.0.1.",
        "http://localhost@evil.com",
        "http://evil.com@localhost",
        "http://user:localhost@evil.com:80",
        "http://localhost:80:80",
        "http://localhost:port",
        "http://localhost/",
        "http://localhost/evil.com",
        "http://localhost#evil.com",
        "http://localhost\\.evil.com",
        "http://localhost http://evil.com",
        "http://evil.com http://localhost",
        "http://[::1].evil.com",
        "http://[::1",
        "http://[fe80::1]",
        "http://[::ffff:127.0.0.1]",
        "http://0.0.0.0",
        "http://2130706433",
        "http://0x7f.1",
        "http://127.0.0.1.",
        "http://128.0.0.1",
        "https://app.example:8443",
        "http://app.example",
        "https://app.example.evil.com",
        "file://",
        "file://localhost",
        "capacitor://localhost",
        "chrome-extension://abcdefghijklmnop",
        "localhost",
        "//localhost",
        "http://",
        "*",
      })
  void pagesOfOthersMayNot(String origin) throws IOException {
    try (HttpPeer peer = with("Origin: " + origin)) {
      assertThat(peer.status()).isEqualTo(403);
      assertThat(peer.header("Access-Control-Allow-Origin")).isEmpty();
      assertThat(peer.errorCode()).isEqualTo(-32600);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8000",
        "127.0.0.1",
        "127.0.0.1:8000",
        "127.9.9.9",
        "[::1]",
        "[::1]:8000",
        "db.example",
        "DB.example:8000",
      })
  void theseNamesAreServed(String host) throws IOException {
    try (HttpPeer peer = with("Host: " + host)) {
      assertThat(peer.status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.com",
        "evil.com:8000",
        "localhost.evil.com",
        "127.0.0.1.evil.com",
        "localhost.",
        "localhost:80@evil.com",
        "user@localhost",
        "localhost:x",
        "localhost:80:80",
        "localhost/evil",
        "localhost evil.com",
        "[::1]evil.com",
        "[::2]",
        "::1",
        "128.0.0.1",
        "0.0.0.0",
        "app.example",
        "db.example.evil.com",
      })
  void othersAreNot(String host) throws IOException {
    try (HttpPeer peer = with("Host: " + host)) {
      assertThat(peer.status()).isIn(400, 403);
    }
  }

  @Test
  void repeatedHeadersAreNoWayAround() throws IOException {
    try (HttpPeer hosts = with("Host: localhost", "Host: evil.com");
        HttpPeer reversed = with("Host: evil.com", "Host: localhost");
        HttpPeer origins = with("Origin: http://localhost", "Origin: http://evil.com")) {
      assertThat(hosts.status()).isIn(400, 403);
      assertThat(reversed.status()).isIn(400, 403);
      assertThat(origins.status()).isEqualTo(403);
    }
  }

  @Test
  void aRequestWithoutOriginIsNoPages() throws IOException {
    try (HttpPeer peer = with()) {
      assertThat(peer.status()).isEqualTo(200);
      assertThat(peer.header("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void everyPathIsGuarded() throws IOException {
    for (String path : new String[] {"/mcp", "/sse", "/messages", "/healthz", "/", "/none"}) {
      for (String method : new String[] {"GET", "POST", "DELETE", "OPTIONS", "PUT"}) {
        try (HttpPeer peer = HTTP.exchange(method, path, "", "Origin: http://evil.com")) {
          assertThat(peer.status()).as("%s %s", method, path).isEqualTo(403);
        }
      }
    }
  }

  @Test
  void aBrowserIsToldWhatItMayDo() throws IOException {
    try (HttpPeer peer =
        HTTP.exchange(
            "OPTIONS",
            "/mcp",
            "",
            "Origin: https://app.example",
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: content-type, mcp-session-id, mcp-param-x")) {
      assertThat(peer.status()).isEqualTo(204);
      assertThat(peer.header("Access-Control-Allow-Origin")).contains("https://app.example");
      assertThat(peer.header("Access-Control-Allow-Methods")).contains("POST, GET, DELETE");
      assertThat(peer.header("Access-Control-Allow-Headers"))
          .contains("content-type, mcp-session-id, mcp-param-x");
      assertThat(peer.header("Transfer-Encoding")).isEmpty();
    }
  }
}
