package dev.howdah.transport.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/** One HTTP request and the way to answer it, whatever engine carries it. */
interface HttpExchange {

  String method();

  /** The path as it was sent, without the query. */
  String path();

  /** The first value of a parameter of the query. */
  Optional<String> query(String name);

  /** The value of a header by its name, whatever its case; several are joined by a comma. */
  Optional<String> header(String name);

  InputStream body();

  /** Answers at once. */
  void respond(int status, Map<String, String> headers, byte[] body) throws IOException;

  /** Begins an answer whose body follows; what is written arrives when it is flushed. */
  OutputStream respond(int status, Map<String, String> headers) throws IOException;
}
