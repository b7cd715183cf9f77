package io.github.azuredevicecode.cache.file;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Attributes for new files and directories that let no other user open them, at no
 * moment.
 */
final class OwnerOnlyPermissions {

	private static final FileAttribute<?>[] NONE = {};

	private OwnerOnlyPermissions() {
	}

	static FileAttribute<?>[] file(Path path) {
		return attributes(path, "rw-------");
	}

	static FileAttribute<?>[] directory(Path path) {
		return attributes(path, "rwx------");
	}

	private static FileAttribute<?>[] attributes(Path path, String permissions) {
		FileSystem fileSystem = path.getFileSystem();
		Set<String> views = fileSystem.supportedFileAttributeViews();
		if (views.contains("posix")) {
			return new FileAttribute<?>[] {
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) };
		}
		return views.contains("acl") ? acl(fileSystem) : NONE;
	}

	private static FileAttribute<?>[] acl(FileSystem fileSystem) {
		try {
			UserPrincipal user = fileSystem.getUserPrincipalLookupService()
				.lookupPrincipalByName(System.getProperty("user.name"));
			return new FileAttribute<?>[] { new AclAttribute(List.of(AclEntry.newBuilder()
				.setType(AclEntryType.ALLOW)
				.setPrincipal(user)
				.setPermissions(EnumSet.allOf(AclEntryPermission.class))
				.build())) };
		}
		catch (IOException | UnsupportedOperationException ex) {
			// The new file inherits from its directory, which in a profile only its user
			// can
			// use
			return NONE;
		}
	}

	private record AclAttribute(List<AclEntry> value) implements FileAttribute<List<AclEntry>> {

		@Override
		public String name() {
			return "acl:acl";
		}

	}

}
