package dev.howdah.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate, made by the JDK's keytool. */
record Certificate(Path keyStore, Path pem) {

  private static final String PASSWORD = "changeit";

  static Certificate make(Path folder, String name, String subject)
      throws IOException, InterruptedException {
    var certificate = new Certificate(folder.resolve(name + ".p12"), folder.resolve(name + ".pem"));
    String store = certificate.keyStore().toString();
    keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", subject, "-keystore", store);
    String pem = certificate.pem().toString();
    keytool("-exportcert", "-rfc", "-alias", name, "-file", pem, "-keystore", store);
    return certificate;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(java.util.List.of(arguments));
    command.addAll(java.util.List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
  }

  SSLContext context() throws GeneralSecurityException, IOException {
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(keyStore)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
