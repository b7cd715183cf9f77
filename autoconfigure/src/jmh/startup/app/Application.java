package app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application that does nothing, and prints the milliseconds of CPU that its main
 * thread has used.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class Application {

	public static void main(String[] arguments) throws IOException {
		SpringApplication.run(Application.class, arguments);
		String nanos = Files.readString(Path.of("/proc/thread-self/schedstat")).split(" ")[0];
		System.out.println("CPU of main: " + Long.parseLong(nanos) / 1_000_000);
	}

}
