package dev.howdah.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {

  private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

  @TempDir Path outside;

  @Test
  void unpacksFoldersFilesAndLinks() throws IOException {
    add("bin/", '5', "", "", "755");
    add("bin/tool", '0', "", "x".repeat(600), "755");
    add("bin/text", '0', "", "plain", "644");
    add("bin/alias", '2', "tool", "", "777");
    unpack();
    assertThat(target().resolve("bin/tool")).isExecutable().hasContent("x".repeat(600));
    assertThat(target().resolve("bin/text")).hasContent("plain");
    assertThat(Files.isExecutable(target().resolve("bin/text"))).isFalse();
    assertThat(target().resolve("bin/alias")).isSymbolicLink().hasContent("x".repeat(600));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "bin/../../evil", "/tmp/howdah-evil", "a/b/../../../evil"})
  void refusesAnEntryOutside(String name) throws IOException {
    add(name, '0', "", "evil", "644");
    assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining(name);
    assertThat(outside.resolve("evil")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "/etc", "../../etc/passwd"})
  void refusesALinkThatLeadsOutside(String destination) throws IOException {
    add("link", '2', destination, "", "777");
    assertThatThrownBy(this::unpack).hasMessageContaining("reaches out");
  }

  @Test
  void refusesToWriteThroughALink() throws IOException {
    add("folder/", '5', "", "", "755");
    add("link", '2', "folder", "", "777");
    add("link/file", '0', "", "text", "644");
    assertThatThrownBy(this::unpack).hasMessageContaining("link/file");
  }

  @Test
  void refusesToReplaceALinkByAFile() throws IOException {
    add("link", '2', "not-there-yet", "", "777");
    add("link", '0', "", "text", "644");
    assertThatThrownBy(this::unpack).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void noticesAnArchiveThatBreaksOff() throws IOException {
    add("file", '0', "", "x".repeat(2000), "644");
    var broken = new ByteArrayInputStream(archive.toByteArray(), 0, 1000);
    assertThatThrownBy(() -> TarReader.unpack(broken, target()))
        .hasMessage("The archive ends within file");
  }

  private Path target() throws IOException {
    return Files.createDirectories(outside.resolve("target"));
  }

  private void unpack() throws IOException {
    TarReader.unpack(new ByteArrayInputStream(archive.toByteArray()), target());
  }

  private void add(String name, char kind, String link, String content, String mode)
      throws IOException {
    var header = new byte[512];
    put(header, 0, name);
    put(header, 100, mode);
    put(header, 124, Integer.toOctalString(content.length()));
    header[156] = (byte) kind;
    put(header, 157, link);
    put(header, 257, "ustar");
    archive.write(header);
    archive.write(content.getBytes(StandardCharsets.US_ASCII));
    archive.write(new byte[(512 - content.length() % 512) % 512]);
  }

  private static void put(byte[] header, int at, String text) {
    var bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
