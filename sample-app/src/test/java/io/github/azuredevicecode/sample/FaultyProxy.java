package io.github.azuredevicecode.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy for TLS connections that behaves like a bad network.
 */
final class FaultyProxy implements AutoCloseable {

	private final ServerSocket server;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final Map<Mode, Integer> connections = new ConcurrentHashMap<>();

	private volatile Mode mode = Mode.PASS;

	FaultyProxy() {
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	int connections(Mode mode) {
		return this.connections.getOrDefault(mode, 0);
	}

	/**
	 * Changes the mode and ends all connections.
	 * @param mode the mode of the next connections
	 */
	void mode(Mode mode) {
		this.mode = mode;
		this.sockets.forEach(FaultyProxy::close);
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				this.sockets.add(client);
				start(() -> serve(client, this.mode));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket client, Mode mode) {
		try {
			String target = readConnect(client.getInputStream());
			this.connections.merge(mode, 1, Integer::sum);
			if (mode == Mode.DROP) {
				close(client);
				return;
			}
			Socket upstream = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(target.split(":")[1]));
			this.sockets.add(upstream);
			client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			start(() -> pump(client, upstream, Mode.PASS));
			pump(upstream, client, mode);
		}
		catch (IOException ex) {
			close(client);
		}
	}

	private static String readConnect(InputStream input) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int character = input.read();
			if (character < 0) {
				throw new IOException("The client has gone");
			}
			head.append((char) character);
		}
		return head.toString().split(" ")[1];
	}

	private static void pump(Socket from, Socket to, Mode mode) {
		byte[] buffer = new byte[8192];
		try (from; to) {
			InputStream input = from.getInputStream();
			OutputStream output = to.getOutputStream();
			for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
				if (mode == Mode.STALL) {
					continue;
				}
				if (mode == Mode.CORRUPT) {
					buffer[length - 1] ^= 0x55;
				}
				output.write(buffer, 0, length);
				output.flush();
			}
		}
		catch (IOException ex) {
			// One side has gone, and the other goes with it
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "faulty-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		this.sockets.forEach(FaultyProxy::close);
	}

	/**
	 * The treatment of a connection.
	 */
	enum Mode {

		/**
		 * The connection works.
		 */
		PASS,

		/**
		 * The proxy closes the connection at once.
		 */
		DROP,

		/**
		 * The proxy changes the response.
		 */
		CORRUPT,

		/**
		 * The proxy sends no response.
		 */
		STALL

	}

}
