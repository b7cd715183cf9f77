package io.github.azuredevicecode.testsupport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;

/**
 * Keeps the prompts, and lets a test wait for the first one.
 */
public final class RecordingPromptHandler implements DeviceCodePromptHandler {

	private final List<DeviceCodePrompt> prompts = new CopyOnWriteArrayList<>();

	private final CountDownLatch prompted = new CountDownLatch(1);

	@Override
	public void prompt(DeviceCodePrompt prompt) {
		this.prompts.add(prompt);
		this.prompted.countDown();
	}

	public List<DeviceCodePrompt> prompts() {
		return List.copyOf(this.prompts);
	}

	/**
	 * Wait for the first prompt.
	 * @return the prompt
	 */
	public DeviceCodePrompt await() {
		try {
			if (!this.prompted.await(30, TimeUnit.SECONDS)) {
				throw new AssertionError("Nobody was prompted");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		return this.prompts.get(0);
	}

}
