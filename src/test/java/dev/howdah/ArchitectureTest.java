package dev.howdah;

import static com.tngtech.archunit.base.DescribedPredicate.doNot;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.howdah.resilience.Cancellation;
import java.io.FileDescriptor;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the packages hang together; {@code docs/architecture.md} says why. */
class ArchitectureTest {

  private static final String ROOT = "dev.howdah";

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /** The packages, each with those of ours that it may import. */
  private static final String IMPORTS =
      """
      error           |
      config          |
      sql             |
      sql.parser      | sql
      sql.catalog     | sql
      sql.resolve     | sql, sql.parser, sql.catalog
      sql.guard       | sql, sql.parser, sql.catalog, sql.resolve
      demo            |
      auth            | sql, sql.guard, error, config
      limit           | error, config
      resilience      | error, config
      observe         | error, config
      db              | sql, sql.catalog, sql.guard, error, config, resilience, observe
      llm             | error, config, resilience, observe
      tool            | error, auth, db, sql, sql.guard, resilience
      known           | tool, db, sql, sql.guard, error
      queue           | db, sql, sql.guard, error, config
      resource        | known, tool, auth, db, sql, sql.guard, error, config
      tools.sql       | resource, tool, db, sql, sql.guard, error
      tools.schema    | resource, known, tool, db, sql, sql.guard, error
      tools.search    | known, tool, db, sql, sql.guard, error
      tools.vector    | known, tool, db, sql, sql.guard, error, llm
      tools.queue     | queue, tool, db, sql, sql.guard, error
      tools.activity  | tool, db, sql, sql.guard, error
      tools.server    | tool, db, sql, sql.guard, error
      tools.ask       | tool, db, sql, sql.guard, error, llm
      tools           | resource, known, queue, tool, db, sql, sql.guard, error, llm, tools.*
      task            |
      task.postgres   | task
      task.queue      |
      task.queue.postgres | task.queue
      task.queue.rabbit   | task.queue
      mcp             | tool, task, task.queue, auth, limit, observe, db, error, config, resilience
      transport.stdio | mcp, auth, config, error
      transport.http  | mcp, auth, config, error
      """;

  /**
   * Every stage of a call hands the next what stops it, so every package on its way may name this
   * one type; the rest of its package stays where the table has it.
   */
  private static final DescribedPredicate<JavaClass> CANCELLATION =
      belongToAnyOf(Cancellation.class);

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = IMPORTS)
  void importsFollowTheTable(String name, String allowed) {
    String[] known =
        Arrays.stream((name + "," + (allowed == null ? "" : allowed)).split(",", -1))
            .map(String::strip)
            .filter(other -> !other.isEmpty())
            .map(other -> ROOT + "." + other)
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + name)
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..")
                .and(not(resideInAnyPackage(known)))
                .and(not(CANCELLATION))
                .as("are ours and not of %s", String.join(", ", known)))
        .allowEmptyShould(true)
        .check(CODE);
  }

  @Test
  void everyPackageHasItsRow() {
    Set<String> rows =
        IMPORTS
            .lines()
            .map(line -> ROOT + "." + line.substring(0, line.indexOf('|')).strip())
            .collect(Collectors.toSet());

    assertThat(CODE.stream().map(JavaClass::getPackageName).distinct())
        .allMatch(name -> name.equals(ROOT) || rows.contains(name));
  }

  @Test
  void nobodyImportsWhatWiresEverything() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(CODE);
  }

  @Test
  void toolFamiliesDoNotKnowEachOther() {
    slices().matching(ROOT + ".tools.(*)..").should().notDependOnEachOther().check(CODE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CODE);
  }

  /** So replacing a library touches one package; {@code .} is the root, which wires. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          java.sql..           | db, task.postgres, task.queue.postgres
          javax.sql..          | db, task.postgres, task.queue.postgres
          org.postgresql..     | db, task.postgres, task.queue.postgres
          io.agroal..          | db
          io.ebean..           | task.postgres
          run.endive..         | sql.parser
          io.helidon..         | transport.http
          com.rabbitmq..       | task.queue.rabbit
          com.nimbusds..       | auth
          org.snakeyaml..      | config
          tools.jackson..      | tool, mcp, llm, sql.parser, task.queue, .
          org.tukaani..        | demo
          dev.langchain4j..    | llm
          io.micrometer..      | observe
          io.opentelemetry..   | observe
          io.github.bucket4j.. | limit
          io.github.resilience4j.. | resilience
          """)
  void eachLibraryHasOneHome(String library, String homes) {
    noClasses()
        .that(doNot(resideInAnyPackage(packages(homes))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CODE);
  }

  /** Records are made from settings, arguments and rows; nothing else is found by its name. */
  @Test
  void reflectionMakesRecordsOnly() {
    noClasses()
        .that(doNot(resideInAnyPackage(packages("config, tool, db"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.reflect")
        .check(CODE);
  }

  @Test
  void standardOutputBelongsToTheProtocol() {
    noClasses().should().accessField(System.class, "out").check(CODE);
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class)
        .should()
        .accessField(FileDescriptor.class, "out")
        .check(CODE);
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class, App.class)
        .should()
        .callMethod(Surroundings.class, "output")
        .check(CODE);
  }

  @Test
  void onlyMainReadsTheEnvironment() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class)
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(CODE);
  }

  @Test
  void onlyAppReadsTheWallClock() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class, App.class)
        .should()
        .accessTargetWhere(wallClock())
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(java.util.Date.class)
        .check(CODE);
  }

  /** {@code now()} of any type, the system's clocks, and the milliseconds of the epoch. */
  private static DescribedPredicate<JavaAccess<?>> wallClock() {
    return DescribedPredicate.describe(
        "the wall clock",
        access -> {
          String name = access.getTarget().getName();
          return switch (access.getTargetOwner().getPackageName()) {
            case "java.time" ->
                name.equals("now") || name.startsWith("system") || name.startsWith("tick");
            case "java.lang" ->
                name.equals("currentTimeMillis")
                    && access.getTargetOwner().isEquivalentTo(System.class);
            default -> false;
          };
        });
  }

  @Test
  void whatIsStaticIsFinal() {
    fields().that().areStatic().should().beFinal().check(CODE);
  }

  private static String[] packages(String names) {
    return Arrays.stream(names.split(",", -1))
        .map(String::strip)
        .map(name -> name.equals(".") ? ROOT : ROOT + "." + name + "..")
        .toArray(String[]::new);
  }
}
