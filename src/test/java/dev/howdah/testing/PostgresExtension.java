package dev.howdah.testing;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Stands behind {@link OnPostgres}. */
final class PostgresExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var servers = Shared.servers(context);
    return Shared.condition(servers, servers.missingPostgres(wanted(context).value()));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    database(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return database(context);
  }

  /** Made for the outermost class that asks, found again by its methods and nested classes. */
  private static TestDatabase database(ExtensionContext context) {
    return context
        .getStore(Shared.NAMESPACE)
        .computeIfAbsent(
            TestDatabase.class,
            _ -> {
              var wanted = wanted(context);
              return TestDatabase.create(
                  Shared.servers(context).postgres(wanted.value()),
                  context.getRequiredTestClass(),
                  wanted.extensions());
            },
            TestDatabase.class);
  }

  private static OnPostgres wanted(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(
            context.getRequiredTestClass(), OnPostgres.class, context.getEnclosingTestClasses())
        .orElseThrow();
  }
}
