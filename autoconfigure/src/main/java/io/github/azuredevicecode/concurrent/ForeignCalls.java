package io.github.azuredevicecode.concurrent;

/**
 * Calls of prompt handlers and listeners on the credential's threads. Code that is called
 * so must not wait for the credential, which waits for it. Thread safe.
 */
public final class ForeignCalls {

	private final ThreadLocal<Boolean> underWay = new ThreadLocal<>();

	/**
	 * Makes a call.
	 * @param call the call
	 */
	public void run(Runnable call) {
		Boolean before = this.underWay.get();
		this.underWay.set(true);
		try {
			call.run();
		}
		finally {
			if (before == null) {
				this.underWay.remove();
			}
		}
	}

	/**
	 * Checks that this thread may wait for the credential.
	 * @throws IllegalStateException if this thread runs a prompt handler or a listener of
	 * the credential
	 */
	public void requireNoneUnderWay() {
		if (this.underWay.get() != null) {
			throw new IllegalStateException("A prompt handler or listener of the device code credential asked the "
					+ "same credential for a token or a sign-in, and would wait for itself. Ask on another thread, or "
					+ "after the sign-in");
		}
	}

}
