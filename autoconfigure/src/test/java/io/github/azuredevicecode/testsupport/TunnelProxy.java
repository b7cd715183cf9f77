package io.github.azuredevicecode.testsupport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy for https addresses that wants a user name and a password.
 */
public final class TunnelProxy implements AutoCloseable {

	private final ServerSocket server;

	private final String challenge;

	private final String accepted;

	private final List<String> requests = new CopyOnWriteArrayList<>();

	/**
	 * Starts a proxy.
	 * @param challenge how it asks for the user name and the password
	 * @param accepted the header that it accepts
	 */
	public TunnelProxy(String challenge, String accepted) {
		this.challenge = challenge;
		this.accepted = accepted;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(() -> {
			while (true) {
				Socket client = this.server.accept();
				daemon(() -> serve(client));
			}
		});
	}

	public String address() {
		return "localhost:" + this.server.getLocalPort();
	}

	public ProxySelector selector() {
		return ProxySelector.of(InetSocketAddress.createUnresolved("localhost", this.server.getLocalPort()));
	}

	/**
	 * Returns the heads of all requests.
	 * @return the heads, with their lines
	 */
	public List<String> requests() {
		return List.copyOf(this.requests);
	}

	private void serve(Socket client) throws IOException {
		try (client) {
			String head = readHead(client.getInputStream());
			while (!head.isEmpty()) {
				this.requests.add(head);
				if (head.contains("\r\nProxy-Authorization: " + this.accepted + "\r\n")) {
					tunnel(client, head.split(" ")[1]);
					return;
				}
				client.getOutputStream()
					.write(("HTTP/1.1 407 Proxy Authentication Required\r\n" + this.challenge
							+ "Content-Length: 0\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
				head = readHead(client.getInputStream());
			}
		}
	}

	private static void tunnel(Socket client, String target) throws IOException {
		int colon = target.lastIndexOf(':');
		try (Socket origin = new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
			client.getOutputStream().write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes());
			daemon(() -> {
				origin.getInputStream().transferTo(client.getOutputStream());
				client.shutdownOutput();
			});
			client.getInputStream().transferTo(origin.getOutputStream());
		}
	}

	private static String readHead(InputStream input) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		int next = input.read();
		while (next >= 0) {
			head.write(next);
			if (head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
				return head.toString(StandardCharsets.US_ASCII);
			}
			next = input.read();
		}
		return "";
	}

	private static void daemon(Step step) {
		Thread thread = new Thread(() -> {
			try {
				step.run();
			}
			catch (IOException ex) {
				// Closed
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Step {

		void run() throws IOException;

	}

}
