package io.github.azuredevicecode.entra.http;

import java.net.ProtocolException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

import org.jspecify.annotations.Nullable;

/**
 * Reads a body of limited size; the JDK's own subscribers read whatever comes.
 */
final class LimitedBodySubscriber implements BodySubscriber<byte[]> {

	static final int MAX_BYTES = 256 * 1024;

	private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();

	private @Nullable Subscription subscription;

	private long received;

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.body.getBody();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		this.body.onSubscribe(subscription);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		if (this.received > MAX_BYTES) {
			return;
		}
		this.received += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
		if (this.received <= MAX_BYTES) {
			this.body.onNext(buffers);
			return;
		}
		if (this.subscription != null) {
			this.subscription.cancel();
		}
		this.body.onError(new ProtocolException("the answer is longer than " + MAX_BYTES + " bytes"));
	}

	@Override
	public void onError(Throwable throwable) {
		this.body.onError(throwable);
	}

	@Override
	public void onComplete() {
		if (this.received <= MAX_BYTES) {
			this.body.onComplete();
		}
	}

}
