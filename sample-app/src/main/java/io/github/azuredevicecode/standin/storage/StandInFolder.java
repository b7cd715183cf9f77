package io.github.azuredevicecode.standin.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A folder whose files nobody else can write, and nobody else can read. Who could write
 * them would choose what the stand-in and its clients trust. A folder that is missing is
 * made when a file is written. Where a file system has no POSIX permissions, those of the
 * folder above apply.
 */
public final class StandInFolder {

	private static final Set<PosixFilePermission> WRITE_BY_OTHERS = EnumSet.of(PosixFilePermission.GROUP_WRITE,
			PosixFilePermission.OTHERS_WRITE);

	private final Path path;

	public StandInFolder(Path path) {
		this.path = path.toAbsolutePath();
	}

	/**
	 * Refuses a folder that others can write. It need not exist.
	 * @throws UntrustedFolderException if others can write the folder
	 */
	public void require() {
		try {
			if (Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)) {
				requireOwn(this.path);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The folder of the stand-in cannot be looked at (stand-in.folder)", ex);
		}
	}

	/**
	 * Returns the place of a file, for messages.
	 * @param name the name of the file
	 * @return the absolute path
	 */
	public Path file(String name) {
		return this.path.resolve(name);
	}

	/**
	 * Opens a file.
	 * @param name the name of the file
	 * @return its content, or {@code null} if there is none
	 * @throws UntrustedFolderException if others can write the folder or the file
	 * @throws IOException if it cannot be read
	 */
	public @Nullable InputStream read(String name) throws IOException {
		Path file = file(name);
		if (!Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)) {
			return null;
		}
		requireOwn(this.path);
		if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
			return null;
		}
		requireOwn(file);
		return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Writes a file, or replaces it at once.
	 * @param name the name of the file
	 * @param content writes the content
	 * @throws UntrustedFolderException if others can write the folder
	 * @throws IOException if it cannot be written
	 */
	public void write(String name, Content content) throws IOException {
		try {
			Files.createDirectories(this.path, ownerOnly("rwx------"));
		}
		catch (FileAlreadyExistsException ex) {
			// Something else than a directory, which the next check tells
		}
		requireOwn(this.path);
		Path next = file(name + ".next");
		Files.deleteIfExists(next);
		Files.createFile(next, ownerOnly("rw-------"));
		try (OutputStream output = Files.newOutputStream(next)) {
			content.writeTo(output);
		}
		Files.move(next, file(name), StandardCopyOption.REPLACE_EXISTING);
	}

	private FileAttribute<?>[] ownerOnly(String permissions) {
		return isPosix()
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	private boolean isPosix() {
		return this.path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	private void requireOwn(Path file) throws IOException {
		boolean folder = file.equals(this.path);
		if (Files.isSymbolicLink(file) || !(folder ? Files.isDirectory(file) : Files.isRegularFile(file))) {
			throw refused(file, folder ? "is not a directory" : "is not a file", "Name another folder");
		}
		if (!isPosix()) {
			return;
		}
		if (Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
			.stream()
			.anyMatch(WRITE_BY_OTHERS::contains)) {
			throw refused(file, "can be written by other users",
					"Run 'chmod " + (folder ? "700" : "600") + "' on it, or name another folder");
		}
		UserPrincipal owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS);
		if (!owner.equals(user())) {
			throw refused(file, "is owned by another user (" + owner.getName() + ")", "Name another folder");
		}
	}

	private UserPrincipal user() throws IOException {
		Path process = this.path.getFileSystem().getPath("/proc/self");
		return Files.exists(process) ? Files.getOwner(process)
				: this.path.getFileSystem()
					.getUserPrincipalLookupService()
					.lookupPrincipalByName(System.getProperty("user.name"));
	}

	private static UntrustedFolderException refused(Path file, String what, String advice) {
		return new UntrustedFolderException(file + " " + what, advice + " (stand-in.folder)");
	}

	/**
	 * Content of a file.
	 */
	@FunctionalInterface
	public interface Content {

		/**
		 * Writes the content.
		 * @param output where it goes
		 * @throws IOException if that fails
		 */
		void writeTo(OutputStream output) throws IOException;

	}

}
