package io.github.azuredevicecode.standin.storage;

/**
 * Thrown when others can write what the stand-in trusts.
 */
public final class UntrustedFolderException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String advice;

	UntrustedFolderException(String problem, String advice) {
		super(describe(problem) + " " + advice);
		this.problem = problem;
		this.advice = advice;
	}

	private static String describe(String problem) {
		return "The stand-in cannot keep its keys and grants: " + problem + ".";
	}

	String problem() {
		return describe(this.problem);
	}

	String advice() {
		return this.advice;
	}

}
