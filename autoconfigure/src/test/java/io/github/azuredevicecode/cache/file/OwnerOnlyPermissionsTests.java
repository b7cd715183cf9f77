package io.github.azuredevicecode.cache.file;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnerOnlyPermissions}, also for the file system of an operating system
 * that this build may not run on.
 */
class OwnerOnlyPermissionsTests {

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void onPosixTheOwnerAloneReadsAndWrites() {
		assertThat(OwnerOnlyPermissions.file(Path.of("x"))).singleElement()
			.extracting(FileAttribute::value)
			.isEqualTo(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
		assertThat(OwnerOnlyPermissions.directory(Path.of("x"))).singleElement()
			.extracting(FileAttribute::value)
			.isEqualTo(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
					PosixFilePermission.OWNER_EXECUTE));
	}

	@Test
	@SuppressWarnings("unchecked")
	void onWindowsTheOnlyEntryOfTheListIsThatOfTheOwner() {
		Path path = path(new Windows(System.getProperty("user.name")));
		for (FileAttribute<?>[] attributes : List.of(OwnerOnlyPermissions.file(path),
				OwnerOnlyPermissions.directory(path))) {
			assertThat(attributes).singleElement().satisfies((attribute) -> {
				assertThat(attribute.name()).isEqualTo("acl:acl");
				assertThat((List<AclEntry>) attribute.value()).singleElement().satisfies((entry) -> {
					assertThat(entry.type()).isEqualTo(AclEntryType.ALLOW);
					assertThat(entry.principal().getName()).isEqualTo(System.getProperty("user.name"));
					assertThat(entry.permissions()).containsExactlyInAnyOrder(AclEntryPermission.values());
				});
			});
		}
	}

	@Test
	void anAccountThatCannotBeLookedUpInheritsFromTheDirectory() {
		assertThat(OwnerOnlyPermissions.file(path(new Windows("somebody else")))).isEmpty();
	}

	private static Path path(FileSystem fileSystem) {
		return (Path) Proxy.newProxyInstance(Path.class.getClassLoader(), new Class<?>[] { Path.class },
				(proxy, method, arguments) -> fileSystem);
	}

	/**
	 * A file system that has access control lists and one user.
	 */
	private static final class Windows extends FileSystem {

		private final String user;

		Windows(String user) {
			this.user = user;
		}

		@Override
		public Set<String> supportedFileAttributeViews() {
			return Set.of("basic", "dos", "acl", "owner", "user");
		}

		@Override
		public UserPrincipalLookupService getUserPrincipalLookupService() {
			return new UserPrincipalLookupService() {

				@Override
				public UserPrincipal lookupPrincipalByName(String name) throws IOException {
					if (!name.equals(Windows.this.user)) {
						throw new UserPrincipalNotFoundException(name);
					}
					return () -> name;
				}

				@Override
				public GroupPrincipal lookupPrincipalByGroupName(String group) {
					throw new UnsupportedOperationException();
				}

			};
		}

		@Override
		public FileSystemProvider provider() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public boolean isReadOnly() {
			return false;
		}

		@Override
		public String getSeparator() {
			return "\\";
		}

		@Override
		public Iterable<Path> getRootDirectories() {
			return List.of();
		}

		@Override
		public Iterable<FileStore> getFileStores() {
			return List.of();
		}

		@Override
		public Path getPath(String first, String... more) {
			throw new UnsupportedOperationException();
		}

		@Override
		public PathMatcher getPathMatcher(String syntaxAndPattern) {
			throw new UnsupportedOperationException();
		}

		@Override
		public WatchService newWatchService() {
			throw new UnsupportedOperationException();
		}

	}

}
