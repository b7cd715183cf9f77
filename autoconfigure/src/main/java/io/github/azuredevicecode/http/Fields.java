package io.github.azuredevicecode.http;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Reads fields that have no getter. One that is missing is a fault, never passed over:
 * what is read decides where a token goes.
 */
final class Fields {

	private Fields() {
	}

	static <T> T read(Object target, String name) {
		T value = readNullable(target, name);
		Assert.state(value != null, () -> "The field '" + name + "' of " + target.getClass() + " is not set");
		return value;
	}

	@SuppressWarnings("unchecked")
	static <T> @Nullable T readNullable(Object target, String name) {
		Field field = ReflectionUtils.findField(target.getClass(), name);
		Assert.state(field != null, () -> target.getClass() + " has no field '" + name + "'");
		ReflectionUtils.makeAccessible(field);
		return (T) ReflectionUtils.getField(field, target);
	}

}
