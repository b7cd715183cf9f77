package io.github.azuredevicecode.autoconfigure;

/**
 * Where Microsoft Graph is in each cloud.
 */
final class MicrosoftGraph {

	private MicrosoftGraph() {
	}

	static String host(String authorityHost) {
		if (authorityHost.endsWith(".cn")) {
			return "microsoftgraph.chinacloudapi.cn";
		}
		return (authorityHost.endsWith(".us") || authorityHost.equals("login.usgovcloudapi.net")) ? "graph.microsoft.us"
				: "graph.microsoft.com";
	}

}
