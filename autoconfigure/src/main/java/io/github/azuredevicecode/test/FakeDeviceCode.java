package io.github.azuredevicecode.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Replaces the credential of the application by a {@link FakeDeviceCodeCredential}, so
 * that a test never prompts. Put it on a test class beside {@code @SpringBootTest} or one
 * of Spring Boot's test slices, where it also brings what this library gives to clients
 * of APIs. The fake can be injected by its type. Each credential that is configured by
 * name is replaced too, by a fake of the same name.
 *
 * @since 0.1
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Import(FakeDeviceCodeConfiguration.class)
@ImportAutoConfiguration
public @interface FakeDeviceCode {

}
