package io.github.azuredevicecode.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port that leads to a server, until it is cut.
 */
final class Relay implements AutoCloseable {

	private final int target;

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private volatile boolean cut;

	Relay(int target) throws IOException {
		this.target = target;
		start(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Break all connections, and all that are made from now on.
	 */
	void cut() {
		this.cut = true;
		breakAll();
	}

	void restore() {
		this.cut = false;
	}

	private void breakAll() {
		this.sockets.forEach(Relay::close);
		this.sockets.clear();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				this.sockets.add(client);
				if (this.cut) {
					close(client);
					continue;
				}
				Socket upstream = new Socket(InetAddress.getLoopbackAddress(), this.target);
				this.sockets.add(upstream);
				start(() -> copy(client, upstream));
				start(() -> copy(upstream, client));
				if (this.cut) {
					breakAll();
				}
			}
			catch (IOException ex) {
				// The relay was closed, or the server is down
			}
		}
	}

	private static void copy(Socket from, Socket to) {
		try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
			in.transferTo(out);
		}
		catch (IOException ex) {
			// One end is gone
		}
		finally {
			close(from);
			close(to);
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is closed as far as can be
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		breakAll();
	}

}
