package io.github.azuredevicecode.page;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * Response to a request that needs a token while nobody is signed in.
 */
final class SignInRequiredResponse {

	private SignInRequiredResponse() {
	}

	/**
	 * Creates the response.
	 * @param method the method of the request
	 * @param headers the headers of the request
	 * @param contextPath the path of the application
	 * @param signInPage the path of the sign-in page within the application, its URL, or
	 * {@code null} if there is none
	 * @return a redirect to the page for a browser, else a problem detail
	 */
	static ResponseEntity<ProblemDetail> of(HttpMethod method, HttpHeaders headers, String contextPath,
			@Nullable String signInPage) {
		String page = (signInPage != null && signInPage.startsWith("/")) ? contextPath + signInPage : signInPage;
		if (page != null && HttpMethod.GET.equals(method) && acceptsHtml(headers)) {
			return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create(page)).build();
		}
		// Not 401, since it is not the caller who has to log in
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"The application is not signed in to Microsoft Entra. A user must sign in first.");
		problem.setTitle("Sign-in required");
		if (page != null) {
			problem.setProperty("signInPage", page);
		}
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(problem);
	}

	private static boolean acceptsHtml(HttpHeaders headers) {
		try {
			List<MediaType> accepted = headers.getAccept();
			return accepted.stream()
				.anyMatch((type) -> type.getType().equals("text") && type.getSubtype().equals("html"));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

}
