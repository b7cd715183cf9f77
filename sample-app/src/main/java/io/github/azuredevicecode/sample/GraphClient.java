package io.github.azuredevicecode.sample;

import io.github.azuredevicecode.http.DeviceCodeRestClientConfigurer;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;

/**
 * Client that calls the API as the signed-in user. It only needs the token applied.
 */
@Component
@EnableConfigurationProperties(SampleProperties.class)
class GraphClient {

	private final RestClient restClient;

	GraphClient(RestClient.Builder builder, DeviceCodeRestClientConfigurer deviceCode, SampleProperties properties) {
		this.restClient = builder.baseUrl(properties.apiBaseUrl()).apply(deviceCode).build();
	}

	Profile me() {
		Profile profile = this.restClient.get().uri("/v1.0/me").retrieve().body(Profile.class);
		Assert.state(profile != null, "The API answered without a profile");
		return profile;
	}

}
