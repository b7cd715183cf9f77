package io.github.azuredevicecode.sample;

import java.net.URI;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the sample.
 *
 * @param apiBaseUrl the address of the API that the sample calls
 */
@ConfigurationProperties("sample")
record SampleProperties(URI apiBaseUrl) {
}
