package io.github.azuredevicecode.credential.signin;

/**
 * Calls that show a prompt, on the credential's threads. A prompt handler, or a listener
 * of the prompt's event, must not wait for the sign-in that waits for it. Thread safe.
 */
public final class PromptCalls {

	private final ThreadLocal<Boolean> underWay = new ThreadLocal<>();

	/**
	 * Makes a call.
	 * @param call the call
	 */
	void run(Runnable call) {
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
	 * @throws IllegalStateException if this thread shows a prompt of the credential
	 */
	public void requireNoneUnderWay() {
		if (this.underWay.get() != null) {
			throw new IllegalStateException("A prompt handler, or a listener of the prompt's event, asked its own "
					+ "credential for a token or a sign-in, and would wait for itself. Ask after the sign-in");
		}
	}

}
