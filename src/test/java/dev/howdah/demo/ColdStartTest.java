package dev.howdah.demo;

import static dev.howdah.demo.DemoHome.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColdStartTest {

  private static Path home = Path.of("");

  @BeforeAll
  static void chooseHome() throws IOException {
    home = DemoHome.fresh();
  }

  @AfterAll
  static void deleteHome() throws IOException {
    Folders.delete(home);
  }

  @Test
  void givesATemporaryServerThatLeavesNothing() throws Exception {
    int port;
    String folder;
    try (var server = EmbeddedServer.temporary(home, _ -> {})) {
      port = server.port();
      folder = ask(server, "show unix_socket_directories");
      assertThat(ask(server, "select rolsuper from pg_roles where rolname = current_user"))
          .isEqualTo("t");
    }
    assertThat(Path.of(folder.replace("\"", ""))).doesNotExist();
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void givesEachItsOwnTemporaryServer() throws Exception {
    try (var first = EmbeddedServer.temporary(home, _ -> {});
        var second = EmbeddedServer.temporary(home, _ -> {})) {
      assertThat(second.port()).isNotEqualTo(first.port());
    }
  }

  @Test
  void neverUsesAHalfMadeFolder() throws Exception {
    var home = Files.createDirectories(DemoHome.fresh());
    var archive = Archive.here().key();
    var half = Files.createDirectories(home.resolve("postgresql-" + archive + ".part-1/bin"));
    Files.writeString(half.resolve("postgres"), "half");
    Files.createDirectories(home.resolve("empty-18.part-2/data"));
    try (var server = EmbeddedServer.temporary(home, _ -> {})) {
      assertThat(ask(server, "select 1")).isEqualTo("1");
    }
    try (var entries = Files.list(home)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder("lock", "postgresql-" + archive, "empty-18");
    }
    Folders.delete(home);
  }

  @Test
  void refusesAFolderThatNobodyCanEnter() throws IOException {
    assumeTrue(ServerUser.root());
    Folders.open(home);
    var user = new ServerUser(ServerUser.waysDown().getFirst(), null);
    var secret = Files.createTempDirectory(home, "secret");
    assertThatThrownBy(() -> user.mustReach(secret.resolve("below")))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("Choose another folder");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void dropsRootInEachWay(int way) throws IOException {
    assumeTrue(ServerUser.root());
    var words = ServerUser.waysDown().get(way);
    var works = Command.attempt(join(words, "id", "-u"));
    assumeTrue(works.succeeded(), words.getFirst() + " does not work here");
    Folders.open(home);
    var clusters = home.resolve(words.getFirst());
    Folders.open(clusters);
    var programs = Programs.in(home, Archive.here(), _ -> {});
    var user = ServerUser.choose(List.of(words));
    var template = new Clusters(programs, user, clusters, _ -> {}).template();
    var running = new Starter(programs, user, template, true).launch();
    assertThat(template.livePort()).hasValue(running.port());
    running.lease().close();
    Starter.awaitGone(template.path());
  }

  @Test
  void runsForAnOrdinaryUser() throws Exception {
    assumeTrue(ServerUser.root());
    var way = ServerUser.waysDown().getFirst();
    assumeTrue(Command.attempt(join(way, "id", "-u")).succeeded(), "setpriv does not work here");
    var theirs = DemoHome.fresh();
    Folders.open(theirs);
    var library = DemoHome.publicLibrary(theirs.resolve("library"));
    Files.setOwner(theirs, nobody());
    var holder = DemoHome.holder(way, library, theirs.resolve("home"));
    var port = DemoHome.port(holder);
    var cluster = DemoHome.cluster(theirs.resolve("home"));
    assertThat(cluster.livePort()).hasValue(port);
    assertThat(Files.getOwner(cluster.data())).isEqualTo(nobody());
    holder.destroyForcibly().waitFor();
    DemoHome.awaitEnd(cluster);
    Folders.delete(theirs);
  }

  @Test
  void triesTheNextWayAndSaysWhenThereIsNone() {
    assertThatThrownBy(() -> ServerUser.choose(List.of(List.of("no-such-program"))))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("ordinary user");
  }

  @Test
  void namesAPlatformThatItDoesNotKnow() {
    assertThatThrownBy(() -> Archive.of("Plan 9", "sparc"))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("Plan 9 on sparc");
  }

  @Test
  void refusesAFolderTooLongForASocket() {
    var folder = new ServerFolder(Path.of("/" + "x".repeat(100)));
    assertThatThrownBy(folder::mustHoldASocket).hasMessageContaining("too long");
  }

  @Test
  void keepsTheDataOfRootBelowVarLib() {
    assumeTrue(ServerUser.root());
    assertThat(EmbeddedServer.defaultHome(Map.of("XDG_DATA_HOME", "/data")))
        .isEqualTo(Path.of("/var/lib/howdah/demo"));
  }

  private static UserPrincipal nobody() throws IOException {
    return Path.of("/")
        .getFileSystem()
        .getUserPrincipalLookupService()
        .lookupPrincipalByName("nobody");
  }

  private static List<String> join(List<String> words, String... more) {
    var all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }
}
