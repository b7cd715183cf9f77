package io.github.azuredevicecode.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of code in a Markdown file, without the indentation of its fence.
 *
 * @param place the name of the file and the line of the fence
 * @param section the heading above the block
 * @param language the language that the fence names
 * @param code the code
 */
record CodeBlock(String place, String section, String language, String code) {

	private static final String FENCE = "```";

	/**
	 * Reads the blocks of a file.
	 * @param file the Markdown file
	 * @return the blocks, in their order
	 * @throws IOException if the file cannot be read
	 */
	static List<CodeBlock> of(Path file) throws IOException {
		List<CodeBlock> blocks = new ArrayList<>();
		List<String> lines = Files.readAllLines(file);
		String section = "";
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i);
			if (line.strip().startsWith(FENCE)) {
				int indentation = line.indexOf(FENCE);
				int end = i + 1;
				while (!lines.get(end).strip().equals(FENCE)) {
					end++;
				}
				blocks.add(new CodeBlock(file.getFileName() + ":" + (i + 1), section,
						line.strip().substring(FENCE.length()), code(lines.subList(i + 1, end), indentation)));
				i = end;
			}
			else if (line.startsWith("#")) {
				section = line.replaceFirst("#+ ", "");
			}
		}
		return blocks;
	}

	private static String code(List<String> lines, int indentation) {
		StringBuilder code = new StringBuilder();
		lines.forEach((line) -> code.append(line.substring(Math.min(indentation, line.length()))).append('\n'));
		return code.toString();
	}

	@Override
	public String toString() {
		return this.place;
	}

}
