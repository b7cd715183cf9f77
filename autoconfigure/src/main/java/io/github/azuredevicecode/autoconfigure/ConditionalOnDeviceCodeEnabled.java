package io.github.azuredevicecode.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} that matches unless
 * {@code azure.identity.device-code.enabled} is {@code false}.
 *
 * @since 0.1
 */
@Documented
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnBooleanProperty(name = "azure.identity.device-code.enabled", matchIfMissing = true)
public @interface ConditionalOnDeviceCodeEnabled {

}
