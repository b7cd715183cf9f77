package io.github.azuredevicecode.autoconfigure.http;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsPropertyMapper;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientProperties;
import org.springframework.boot.ssl.SslBundles;

/**
 * The settings of the HTTP clients of HTTP service groups
 * ({@code spring.http.serviceclient.*}).
 */
final class GroupSettings {

	private final @Nullable HttpServiceClientProperties properties;

	private final HttpClientSettingsPropertyMapper mapper;

	GroupSettings(ObjectProvider<HttpServiceClientProperties> properties, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<HttpClientSettings> settings) {
		this.properties = properties.getIfAvailable();
		this.mapper = new HttpClientSettingsPropertyMapper(sslBundles.getIfAvailable(), settings.getIfAvailable());
	}

	/**
	 * Returns the settings of a group.
	 * @param group the name of the group
	 * @return its settings, completed with those of all HTTP clients
	 */
	HttpClientSettings find(String group) {
		return this.mapper.map((this.properties != null) ? this.properties.get(group) : null);
	}

}
