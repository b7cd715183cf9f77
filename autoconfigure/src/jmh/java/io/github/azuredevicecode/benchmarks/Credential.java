package io.github.azuredevicecode.benchmarks;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.credential.SignedInCredentials;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A signed-in credential that holds other tokens too.
 */
@State(Scope.Benchmark)
public class Credential {

	@Param({ "0", "10", "100", "1000", "10000" })
	private int others;

	DeviceCodeCredential credential;

	@Setup
	public void signIn() {
		this.credential = SignedInCredentials.create(Tokens.REQUEST, Tokens.VALUE);
		for (int other = 1; other <= this.others; other++) {
			String scope = "https://api-" + other + ".contoso.example/.default";
			SignedInCredentials.addToken(this.credential, TokenRequest.of(scope), Tokens.value(other));
			this.credential.getToken(scope);
		}
		Tokens.require(this.credential.getToken(Tokens.SCOPE).value());
	}

	@TearDown
	public void close() {
		this.credential.close();
	}

}
