package dev.howdah.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between a client and a server and lets nothing through while it is frozen: connections are
 * taken and stay open, and nobody hears anything.
 */
public final class FreezingRelay implements AutoCloseable {

  private final ServerSocket entrance;
  private final String host;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition thawed = lock.newCondition();
  private boolean frozen;

  /** A relay to this server. */
  public FreezingRelay(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    this.entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("relay").start(this::accept);
  }

  /** Where clients connect, on the loopback address. */
  public int port() {
    return entrance.getLocalPort();
  }

  /** Stops everything on its way, or lets it go on. */
  public void freeze(boolean now) {
    lock.lock();
    try {
      frozen = now;
      thawed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitThaw() {
    lock.lock();
    try {
      while (frozen) {
        thawed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        Socket server = new Socket(host, port);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> relay(client, server));
        Thread.ofVirtual().start(() -> relay(server, client));
      }
    } catch (IOException closed) {
      // No more clients.
    }
  }

  private void relay(Socket from, Socket to) {
    try (from;
        to) {
      byte[] some = new byte[8192];
      for (int n = from.getInputStream().read(some); n >= 0; n = from.getInputStream().read(some)) {
        awaitThaw();
        to.getOutputStream().write(some, 0, n);
      }
      awaitThaw();
    } catch (IOException over) {
      // One end is gone, and the other goes with it.
    } finally {
      sockets.remove(from);
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    freeze(false);
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
