package dev.howdah.testing;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/** What the extensions have in common: the servers of this test run. */
final class Shared {

  static final Namespace NAMESPACE = Namespace.create(TestServers.class);

  private Shared() {}

  /** One instance for all classes; JUnit closes it when the last one has run. */
  static TestServers servers(ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .computeIfAbsent(
            TestServers.class, _ -> new TestServers(System.getenv()), TestServers.class);
  }

  /** Whether a class may run, given what is missing; throws where all have to. */
  static ConditionEvaluationResult condition(TestServers servers, Optional<String> missing) {
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("all there");
    }
    if (servers.all()) {
      throw new IllegalStateException(missing.get());
    }
    return ConditionEvaluationResult.disabled(missing.get());
  }
}
