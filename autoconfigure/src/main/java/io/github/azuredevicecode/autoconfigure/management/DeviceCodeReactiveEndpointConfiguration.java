package io.github.azuredevicecode.autoconfigure.management;

import io.github.azuredevicecode.actuate.DeviceCodeEndpoint;
import io.github.azuredevicecode.web.SameOriginWebFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.EndpointMapping;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/**
 * Management configuration that checks where requests to the endpoint come from in an
 * application with WebFlux, in the context that has the endpoints.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean({ DeviceCodeEndpoint.class, WebEndpointProperties.class })
class DeviceCodeReactiveEndpointConfiguration {

	private static final EndpointId ID = EndpointId.of("devicecode");

	@Bean
	SameOriginWebFilter deviceCodeSameOriginWebFilter(WebEndpointProperties properties,
			ObjectProvider<PathMapper> pathMappers) {
		String path = PathMapper.getRootPath(pathMappers.orderedStream().toList(), ID);
		return new SameOriginWebFilter(new EndpointMapping(properties.getBasePath()).createSubPath(path));
	}

}
