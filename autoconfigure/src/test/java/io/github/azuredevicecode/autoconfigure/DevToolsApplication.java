package io.github.azuredevicecode.autoconfigure;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.autoconfigure.cache.DeviceCodeTokenCacheAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * An application that is restarted by DevTools once, and prints who it finds signed in.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DeviceCodeTokenCacheAutoConfiguration.class, DeviceCodeAutoConfiguration.class })
public class DevToolsApplication {

	private static final CachedLoginKey KEY = new CachedLoginKey("default", "client",
			"https://login.microsoftonline.com", "tenant", LoginMode.STANDARD);

	private final ObjectProvider<TokenCache> tokenCache;

	public DevToolsApplication(ObjectProvider<TokenCache> tokenCache) {
		this.tokenCache = tokenCache;
	}

	public static void main(String[] arguments) {
		new SpringApplicationBuilder(DevToolsApplication.class).web(WebApplicationType.NONE)
			.properties("logging.level.root=off", "spring.main.banner-mode=off")
			.run(arguments);
	}

	@EventListener
	void ready(ApplicationReadyEvent event) {
		TokenCache store = this.tokenCache.getObject();
		CachedLogin login = store.load(KEY);
		AuthenticationRecord user = login.authenticationRecord();
		System.out.println((user != null) ? user.username() : "nobody");
		if (user != null) {
			System.exit(0);
		}
		store.replace(KEY, login, login.signedIn("{}", new AuthenticationRecord("login.microsoftonline.com", "client",
				"uid.utid", "tenant", "ada@contoso.example"), store.now()));
		new Thread(() -> Restarter.getInstance().restart()).start();
	}

}
