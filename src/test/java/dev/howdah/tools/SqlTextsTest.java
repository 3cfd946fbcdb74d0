package dev.howdah.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.howdah.sql.Sql;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prepares every text of the tools and holds its columns against the record that reads them. */
@OnEveryPostgres
record SqlTextsTest(TestDatabase database) {

  private static final String TEXTS =
      """
      schema.ListSchemas, SCHEMAS,     schema.ListSchemas$Schema
      schema.ListTables,  TABLES,      schema.ListTables$Row
      schema.ListTables,  NAMES,       schema.ListTables$Name
      schema.Lineage,     LINEAGE,     schema.Lineage
      schema.Relations,   RELATION,    schema.Relation
      schema.TableRows,   COLUMNS,     schema.TableRows$Column
      schema.TableRows,   CONSTRAINTS, schema.TableRows$Constraint
      schema.TableRows,   INDEXES,     schema.TableRows$Index
      schema.TableRows,   TRIGGERS,    schema.TableRows$Trigger
      schema.TableRows,   POLICIES,    schema.TableRows$Policy
      schema.TableRows,   RELATIVES,   schema.TableRows$Relative
      search.InventoryReader, STAMP,      search.InventoryReader$Stamp
      search.InventoryReader, RELATIONS,  search.InventoryReader$RelationRow
      search.InventoryReader, INDEXES,    search.InventoryReader$IndexRow
      search.InventoryReader, REFERENCES, search.InventoryReader$ReferenceRow
      search.InventoryReader, OTHERS,     search.InventoryReader$OtherRow
      server.DbIdentity,  IDENTITY,    server.DbIdentity$Identity
      server.Reached,     NOTHING,     server.Reached$Answer
      sql.Explain,        TABLES,      sql.PlanReader$Table
      vector.TableFinder, RELATION,    vector.TableFinder$Found
      vector.TableFinder, COLUMNS,     vector.Columns$Column
      vector.IndexAdvice, INDEXES,     vector.IndexAdvice$Index
      vector.Question,    LANGUAGES,   vector.Question$Language
      """;

  @ParameterizedTest
  @CsvSource(textBlock = TEXTS)
  void givesTheColumnsOfItsRecord(String owner, String field, String record)
      throws ReflectiveOperationException, SQLException {
    var text = text(owner, field).numbered().text().replaceAll("\\$\\d+", "?");
    var components =
        Arrays.stream(type(record).getRecordComponents()).map(SqlTextsTest::column).toList();
    var columns = new ArrayList<String>();
    try (var connection = database.connect(database.reader());
        var statement = connection.prepareStatement(text)) {
      var described = statement.getMetaData();
      for (int i = 1; i <= described.getColumnCount(); i++) {
        columns.add(described.getColumnLabel(i) + " " + kind(described.getColumnTypeName(i)));
      }
    }
    assertThat(columns).containsExactlyInAnyOrderElementsOf(components);
  }

  @Test
  void knowsEveryText() throws IOException {
    var fields =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.howdah.tools")
                .stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getRawType().isEquivalentTo(Sql.class))
                .filter(field -> !field.getOwner().getPackageName().endsWith(".tools.queue"))
                .map(SqlTextsTest::name)
                .toList();
    assertThat(TEXTS.lines().map(line -> line.replaceAll("(\\S+), +(\\w+).*", "$1.$2")))
        .containsExactlyInAnyOrderElementsOf(fields);
    var texts = TEXTS.lines().map(line -> line.split(", +")).map(parts -> text(parts[0], parts[1]));
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/dev/howdah/tools"))) {
      var resources = new ArrayList<String>();
      for (var file : files.filter(SqlTextsTest::isText).toList()) {
        resources.add(Files.readString(file));
      }
      assertThat(texts.map(Sql::toString).toList()).containsAll(resources);
    }
  }

  /** Those of the job queue name its tables, which differ; QueueTextsTest holds them. */
  private static boolean isText(Path file) {
    return Files.isRegularFile(file)
        && !file.startsWith("src/main/resources/dev/howdah/tools/queue");
  }

  private static String name(JavaField field) {
    return field.getOwner().getName().substring("dev.howdah.tools.".length())
        + "."
        + field.getName();
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName("dev.howdah.tools." + name);
    } catch (ClassNotFoundException e) {
      throw new LinkageError(name, e);
    }
  }

  private static Sql text(String owner, String name) {
    try {
      var field = type(owner).getDeclaredField(name);
      field.setAccessible(true);
      return (Sql) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(owner + "." + name, e);
    }
  }

  private static String column(RecordComponent component) {
    var name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    var type = component.getType();
    var kind =
        type == String.class
            ? "text"
            : type == List.class
                ? "texts"
                : Set.of(int.class, Integer.class, long.class, Long.class).contains(type)
                    ? "whole number"
                    : type.getSimpleName();
    return name + " " + kind;
  }

  private static String kind(String postgresType) {
    return switch (postgresType) {
      case "text", "name", "char" -> "text";
      case "_text", "_name" -> "texts";
      case "int4", "int8", "oid" -> "whole number";
      case "bool" -> "boolean";
      default -> postgresType;
    };
  }
}
