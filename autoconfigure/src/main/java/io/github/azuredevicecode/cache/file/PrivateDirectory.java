package io.github.azuredevicecode.cache.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

import io.github.azuredevicecode.TokenCacheException;
import org.jspecify.annotations.Nullable;

/**
 * Directory that only this user can use. Refuses the directory, and files in it, if
 * somebody else could have put them there or could change them.
 */
final class PrivateDirectory {

	private static final Set<PosixFilePermission> WRITE_BY_OTHERS = EnumSet.of(PosixFilePermission.GROUP_WRITE,
			PosixFilePermission.OTHERS_WRITE);

	private static final Set<PosixFilePermission> ANY_BY_OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
			PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_READ,
			PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

	private final Path path;

	private volatile @Nullable UserPrincipal self;

	PrivateDirectory(Path path) {
		this.path = path;
	}

	Path path() {
		return this.path;
	}

	/**
	 * Returns whether the directory exists.
	 * @return whether it exists
	 * @throws IOException if that cannot be told, such as on a file system that is out of
	 * reach: its logins are not lost
	 */
	boolean exists() throws IOException {
		try {
			attributes(this.path);
			return true;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	void create() throws IOException {
		if (!exists()) {
			try {
				Files.createDirectories(this.path, OwnerOnlyPermissions.directory(this.path));
			}
			catch (FileAlreadyExistsException ex) {
				// Something else than a directory, which the next check tells
			}
		}
		require();
		hide();
	}

	// Others could see from the names which logins there are, and when they change
	private void hide() throws IOException {
		if (attributes(this.path) instanceof PosixFileAttributes posix
				&& posix.permissions().stream().anyMatch(ANY_BY_OTHERS::contains)) {
			Set<PosixFilePermission> ownerOnly = EnumSet.copyOf(posix.permissions());
			ownerOnly.removeAll(ANY_BY_OTHERS);
			try {
				Files.setPosixFilePermissions(this.path, ownerOnly);
			}
			catch (FileSystemException ex) {
				// Some mounted file systems cannot; the files are for their owner alone
			}
		}
	}

	void require() throws IOException {
		BasicFileAttributes attributes = attributes(this.path);
		if (attributes.isSymbolicLink() || !attributes.isDirectory()) {
			throw refused(this.path, attributes.isSymbolicLink() ? "is a symbolic link" : "is not a directory",
					"Name the directory itself");
		}
		requirePermissions(this.path, attributes, WRITE_BY_OTHERS, "can be written by other users",
				"Run 'chmod 700' on it, or name a directory in it that does not exist yet. On Kubernetes with an fsGroup, "
						+ "also set fsGroupChangePolicy to OnRootMismatch");
		requireOwner(this.path, attributes);
	}

	/**
	 * Refuses a file that others can use. The file need not exist.
	 * @param file a file in the directory
	 * @throws IOException if its attributes cannot be read
	 */
	void requireFile(Path file) throws IOException {
		BasicFileAttributes attributes;
		try {
			attributes = attributes(file);
		}
		catch (NoSuchFileException ex) {
			return;
		}
		if (!attributes.isRegularFile()) {
			throw refused(file, attributes.isSymbolicLink() ? "is a symbolic link" : "is not a file", "Remove it");
		}
		requirePermissions(file, attributes, ANY_BY_OTHERS, "can be used by other users",
				"Run 'chmod 600' on it. If others may have read it, sign out, and sign in again");
		requireOwner(file, attributes);
	}

	private static BasicFileAttributes attributes(Path path) throws IOException {
		PosixFileAttributeView posix = Files.getFileAttributeView(path, PosixFileAttributeView.class,
				LinkOption.NOFOLLOW_LINKS);
		return (posix != null) ? posix.readAttributes()
				: Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	private static void requirePermissions(Path path, BasicFileAttributes attributes,
			Set<PosixFilePermission> forbidden, String what, String advice) {
		if (attributes instanceof PosixFileAttributes posix
				&& posix.permissions().stream().anyMatch(forbidden::contains)) {
			throw refused(path, what, advice);
		}
	}

	private void requireOwner(Path path, BasicFileAttributes attributes) throws IOException {
		if (attributes instanceof PosixFileAttributes posix && !isSelf(posix.owner())) {
			throw refused(path, "is owned by another user (" + posix.owner().getName() + ")",
					"Run this process as that user, or name a directory that does not exist yet");
		}
	}

	// Reading must not write, so a file is created only if nothing else tells the user
	private boolean isSelf(UserPrincipal owner) throws IOException {
		UserPrincipal known = this.self;
		if (owner.equals((known != null) ? known : processOwner())) {
			return true;
		}
		return known == null && Files.isWritable(this.path) && owner.equals(ownerOfNewFiles());
	}

	private @Nullable UserPrincipal processOwner() {
		FileSystem fileSystem = this.path.getFileSystem();
		try {
			return Files.getOwner(fileSystem.getPath("/proc/self"));
		}
		catch (IOException | UnsupportedOperationException ex) {
			// Only Linux has it
		}
		try {
			return fileSystem.getUserPrincipalLookupService().lookupPrincipalByName(System.getProperty("user.name"));
		}
		catch (IOException | UnsupportedOperationException ex) {
			return null;
		}
	}

	// Over NFS the process may be another user than it believes
	private UserPrincipal ownerOfNewFiles() throws IOException {
		Path probe = this.path.resolve(AtomicFileWriter.temporaryName("login-owner", UUID.randomUUID()));
		Files.createFile(probe, OwnerOnlyPermissions.file(probe));
		try {
			UserPrincipal owner = Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
			this.self = owner;
			return owner;
		}
		finally {
			Files.deleteIfExists(probe);
		}
	}

	private static TokenCacheException refused(Path path, String what, String advice) {
		return new TokenCacheException("Cannot keep logins in " + path + " because it " + what + ". " + advice, null);
	}

}
