package dev.howdah.corpus;

import dev.howdah.auth.AccessSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** What a caller may not see, as the settings have it. */
record Rules(List<String> schemas, List<String> blockedTables, List<String> blockedColumns) {

  /** None. */
  static final Rules NONE = new Rules(List.of(), List.of(), List.of());

  /** Those of the corpus. */
  static final Rules OF_THE_SHOP =
      new Rules(
          List.of("public"),
          List.of("public.vault"),
          List.of("public.users.password", "public.users.ssn", "public.accounts.iban"));

  /** The settings of a server that keeps them. */
  AccessSettings settings() {
    return new AccessSettings(
        true,
        blockedTables,
        blockedColumns,
        List.of(),
        List.of(),
        List.of(),
        true,
        file(),
        "caller");
  }

  private String file() {
    try {
      var file = Files.createTempFile("permissions", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(
              file,
              ("roles: {caller: {schemas: %s," + " operations: [select, insert, update, delete]}}")
                  .formatted(schemas))
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
