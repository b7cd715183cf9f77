package io.github.azuredevicecode.contract;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.testsupport.RecordingPromptHandler;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.junit.jupiter.api.AfterEach;

/**
 * A credential that signs in at a scripted Entra and whose prompts are kept.
 */
abstract class ContractFixture {

	final ScriptedEntra entra = new ScriptedEntra();

	final RecordingPromptHandler prompts = new RecordingPromptHandler();

	@AfterEach
	final void closeEntra() {
		this.entra.close();
	}

	final DeviceCodeCredential.Builder credential() {
		return this.entra.credential().promptHandler(this.prompts);
	}

	/**
	 * Returns a credential whose user has signed in.
	 * @return the credential, which holds the token "first" for "scope"
	 */
	final DeviceCodeCredential signedIn() {
		this.entra.deviceCode().token("first", 3600);
		DeviceCodeCredential credential = credential().build();
		credential.getToken("scope");
		return credential;
	}

}
