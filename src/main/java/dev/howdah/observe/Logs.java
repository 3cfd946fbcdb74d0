package dev.howdah.observe;

import dev.howdah.error.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Sets up the JDK's logging: standard error, one line a message. */
public final class Logs {

  private static final String LEVEL = "dev.howdah.log.level";
  private static final String FORMAT = "dev.howdah.log.format";

  private Logs() {}

  /** Has the settings applied to every logger of this process, once somebody logs. */
  public static void prepare(LogSettings settings) {
    System.setProperty("java.util.logging.config.class", Configuration.class.getName());
    System.setProperty(LEVEL, settings.level().name());
    System.setProperty(FORMAT, settings.format().name());
  }

  /** What the JDK makes when logging begins, which a quiet start never does. */
  public static final class Configuration {

    /** The HTTP engine introduces itself at length; held here, for loggers are weakly held. */
    private static final Logger ENGINE = Logger.getLogger("io.helidon");

    public Configuration() {
      var level = LogSettings.Level.valueOf(System.getProperty(LEVEL));
      var format = LogSettings.Format.valueOf(System.getProperty(FORMAT));
      Logger root = Logger.getLogger("");
      root.setLevel(level(level));
      if (level != LogSettings.Level.DEBUG) {
        ENGINE.setLevel(Level.WARNING);
      }
      ConsoleHandler handler = new ConsoleHandler();
      handler.setLevel(Level.ALL);
      handler.setFormatter(format == LogSettings.Format.JSON ? new JsonLine() : new TextLine());
      root.addHandler(handler);
    }
  }

  private static Level level(LogSettings.Level level) {
    return switch (level) {
      case DEBUG -> Level.FINE;
      case INFO -> Level.INFO;
      case WARNING -> Level.WARNING;
      case ERROR -> Level.SEVERE;
    };
  }

  private static String trace(LogRecord entry) {
    if (entry.getThrown() == null) {
      return "";
    }
    StringWriter text = new StringWriter();
    entry.getThrown().printStackTrace(new PrintWriter(text));
    return Printable.of(text.toString());
  }

  /** Lines that begin further in can pass for no message, whatever the names in them are. */
  static final class TextLine extends Formatter {
    @Override
    public String format(LogRecord entry) {
      return String.format(
          Locale.ROOT,
          "%s %s %s %s%n%s",
          entry.getInstant(),
          entry.getLevel().getName(),
          entry.getLoggerName(),
          Printable.of(formatMessage(entry)).replace("\n", "\\n"),
          trace(entry).indent(2));
    }
  }

  private static final class JsonLine extends Formatter {
    @Override
    public String format(LogRecord entry) {
      return String.format(
          Locale.ROOT,
          "{\"time\":\"%s\",\"level\":\"%s\",\"logger\":\"%s\",\"message\":\"%s\",\"trace\":\"%s\"}%n",
          entry.getInstant(),
          entry.getLevel().getName(),
          escaped(String.valueOf(entry.getLoggerName())),
          escaped(Printable.of(formatMessage(entry))),
          escaped(trace(entry)));
    }

    private static String escaped(String text) {
      StringBuilder escaped = new StringBuilder(text.length());
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' || c == '\\') {
          escaped.append('\\').append(c);
        } else if (c < ' ') {
          escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
          escaped.append(c);
        }
      }
      return escaped.toString();
    }
  }
}
