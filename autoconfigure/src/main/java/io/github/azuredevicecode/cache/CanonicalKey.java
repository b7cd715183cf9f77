package io.github.azuredevicecode.cache;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import io.github.azuredevicecode.CachedLoginKey;

/**
 * The form of a key that values are bound to. Never changes: what was written under one
 * form cannot be found under another.
 */
public final class CanonicalKey {

	private static final String LABEL = "azure-device-code login key 1";

	private CanonicalKey() {
	}

	public static byte[] bytes(CachedLoginKey key) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			write(out, LABEL);
			write(out, key.name());
			write(out, key.clientId());
			write(out, key.authority());
			write(out, key.tenantId());
			out.writeBoolean(key.cae());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	// A length before each part, and no charset that could map two strings to the same
	// bytes, since two keys must never have one form
	private static void write(DataOutputStream out, String part) throws IOException {
		out.writeInt(part.length());
		out.writeChars(part);
	}

}
