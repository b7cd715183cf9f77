#!/usr/bin/env bash
# What JMH cannot measure, since it happens once in a process.
# Usage: measure.sh [number of processes of each, 20 by default]
# JAVA_HOME decides which JDK is measured.
#
#   token   the first token of a process that finds its login in an encrypted file
#   plain   the same login read, decrypted and searched with what the JDK has
#   file    ten replicas over a folder wait for one sign-in
#   jdbc    ten replicas over a database (H2 in memory) wait for one sign-in
#
# The processes of token and plain start in turn. Beside the time there is the CPU of all threads, which other work of
# the machine disturbs less.
set -euo pipefail

processes=${1:-20}
root=$(cd "$(dirname "$0")/../../../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
package=io.github.azuredevicecode.benchmarks

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Each module writes its own file, that of the benchmarks has all jars
mvn --quiet --batch-mode --no-transfer-progress -f "$root/pom.xml" -Pjmh -pl autoconfigure/src/jmh -am \
	package org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath -Dmdep.includeScope=test \
	-Dmdep.outputFile=target/classpath.txt
jmh=$root/autoconfigure/src/jmh
classpath=$root/autoconfigure/target/jmh/test-classes:$(cat "$jmh/target/classpath.txt")
rm -rf "$jmh/target" "$root/autoconfigure/target/classpath.txt" "$root/target/classpath.txt"

run() {
	"$java" -cp "$classpath" "$package.$1" "${@:2}" 2>"$work/errors" || { cat "$work/errors" >&2 && return 1; }
}

median() {
	awk -v column="$2" '{ print $column }' "$1" | sort -n |
		awk '{ value[NR] = $1 } END { printf "%.0f", (value[int((NR + 1) / 2)] + value[int((NR + 2) / 2)]) / 2 }'
}

mkdir "$work/logins"
run FirstToken keep "$work/logins" >/dev/null
for ((round = 1; round <= processes; round++)); do
	for mode in token plain; do
		run FirstToken "$mode" "$work/logins" | tail -1 >>"$work/$mode"
	done
done

"$java" -version 2>&1 | head -1
echo "medians of $processes processes"
echo
echo "| | ms | CPU, ms | of which the making of the credential, CPU, ms |"
echo "|---|---|---|---|"
echo "| token | $(median "$work/token" 1) | $(median "$work/token" 2) | $(median "$work/token" 4) |"
echo "| plain | $(median "$work/plain" 1) | $(median "$work/plain" 2) | |"
echo
run Approval file 20 | tail -1
run Approval jdbc 20 | tail -1
