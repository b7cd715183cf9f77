package io.github.azuredevicecode.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.PendingSignIn;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that start with a format, of which it reads one and knows the next as newer.
 */
public final class PlainLoginCodec implements LoginCodec {

	static final byte[] CORRUPT = { 0, 1, 2 };

	static final byte[] NEWER = { 'L', '2', 1, 2 };

	@Override
	public byte[] encode(CachedLoginKey key, CachedLogin login) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeBytes("L1");
			out.writeLong(login.generation());
			out.writeLong(login.version());
			out.writeUTF(login.tokenCache());
			AuthenticationRecord record = login.authenticationRecord();
			text(out, (record != null) ? record.serialize() : null);
			out.writeBoolean(login.pending() != null);
			if (login.pending() != null) {
				pending(out, login.pending());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	@Override
	public CachedLogin decode(CachedLoginKey key, byte[] bytes) throws UnreadableLoginException {
		if (bytes.length < 2 || bytes[0] != 'L') {
			throw new UnreadableLoginException("not plain", false);
		}
		if (bytes[1] != '1') {
			throw new UnreadableLoginException("format " + (char) bytes[1], true);
		}
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 2, bytes.length - 2))) {
			long generation = in.readLong();
			long version = in.readLong();
			String tokenCache = in.readUTF();
			String record = text(in);
			return new CachedLogin(generation, version, tokenCache,
					(record != null) ? AuthenticationRecord.deserialize(record) : null,
					in.readBoolean() ? pending(in) : null);
		}
		catch (IOException ex) {
			throw new UnreadableLoginException("too short", false);
		}
	}

	private static void pending(DataOutputStream out, PendingSignIn pending) throws IOException {
		for (String text : List.of(pending.attemptId(), pending.deviceCode(), pending.userCode(),
				pending.verificationUri().toString(), pending.message(), pending.expiresAt().toString(),
				pending.tenantId(), String.join(" ", pending.scopes()), pending.owner(),
				pending.leaseUntil().toString())) {
			out.writeUTF(text);
		}
		text(out, pending.claims());
		out.writeLong(pending.intervalSeconds());
	}

	private static PendingSignIn pending(DataInputStream in) throws IOException {
		String[] texts = new String[10];
		for (int i = 0; i < texts.length; i++) {
			texts[i] = in.readUTF();
		}
		String claims = text(in);
		return new PendingSignIn(texts[0], texts[1], texts[2], URI.create(texts[3]), texts[4], Instant.parse(texts[5]),
				in.readLong(), texts[6], new LinkedHashSet<>(List.of(texts[7].split(" "))), claims, texts[8],
				Instant.parse(texts[9]));
	}

	private static void text(DataOutputStream out, @Nullable String text) throws IOException {
		out.writeBoolean(text != null);
		if (text != null) {
			out.writeUTF(text);
		}
	}

	private static @Nullable String text(DataInputStream in) throws IOException {
		return in.readBoolean() ? in.readUTF() : null;
	}

}
