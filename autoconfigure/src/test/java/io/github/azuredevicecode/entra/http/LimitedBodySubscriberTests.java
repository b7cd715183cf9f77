package io.github.azuredevicecode.entra.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LimitedBodySubscriber}.
 */
class LimitedBodySubscriberTests {

	private final AtomicInteger cancels = new AtomicInteger();

	private final LimitedBodySubscriber subscriber = new LimitedBodySubscriber();

	@BeforeEach
	void subscribe() {
		this.subscriber.onSubscribe(new Flow.Subscription() {

			@Override
			public void request(long number) {
			}

			@Override
			public void cancel() {
				LimitedBodySubscriberTests.this.cancels.incrementAndGet();
			}

		});
	}

	@Test
	void aBodyOfTheGreatestSizeIsRead() {
		send(LimitedBodySubscriber.MAX_BYTES - 1);
		send(1);
		this.subscriber.onComplete();
		assertThat(body()).isCompletedWithValueMatching((body) -> body.length == LimitedBodySubscriber.MAX_BYTES);
		assertThat(this.cancels).hasValue(0);
	}

	@Test
	void aLongerBodyIsCutOffOnce() {
		send(LimitedBodySubscriber.MAX_BYTES);
		send(1);
		send(1);
		this.subscriber.onComplete();
		assertThat(body()).isCompletedExceptionally();
		assertThat(body().handle((body, failure) -> failure).join()).isInstanceOf(IOException.class)
			.hasMessageContaining("longer than " + LimitedBodySubscriber.MAX_BYTES);
		assertThat(this.cancels).hasValue(1);
	}

	@Test
	void aConnectionThatBreaksOffIsAFailure() {
		IOException failure = new IOException("reset");
		this.subscriber.onError(failure);
		assertThat(body().handle((body, ex) -> ex).join()).isSameAs(failure);
	}

	private void send(int bytes) {
		this.subscriber.onNext(List.of(ByteBuffer.allocate(bytes)));
	}

	private CompletableFuture<byte[]> body() {
		return this.subscriber.getBody().toCompletableFuture();
	}

}
