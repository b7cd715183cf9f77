package io.github.azuredevicecode.sample;

import java.net.URI;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the sample.
 *
 * @param apiBaseUrl where the API is that the sample calls
 */
@ConfigurationProperties("sample")
record SampleProperties(URI apiBaseUrl) {
}
