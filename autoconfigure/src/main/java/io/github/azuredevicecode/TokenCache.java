package io.github.azuredevicecode;

/**
 * Where a credential keeps its logins. The stores of the package {@code cache} are such
 * caches; one of your own implements {@code LoginStore} there.
 */
public interface TokenCache {

}
