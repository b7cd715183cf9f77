#!/usr/bin/env bash
# What the starter costs an application that starts and asks for no token.
# Usage: measure.sh [number of starts, 20 by default]
# JAVA_HOME decides which JDK is measured.
#
#   bare     spring-boot-starter and spring-boot-starter-jackson, which the others have too
#   without  what the starter brings, but for the jars of this project and of MSAL4J
#   with     the starter, its beans made
#
# The three start in turn. Beside the time there is the CPU of the main thread, which other work of the machine
# disturbs less. Classes are counted in a start of their own, since the log of them takes time.
set -euo pipefail

starts=${1:-20}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac
build_classpath=org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath
modes=(bare without with)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

maven() {
	mvn --quiet --batch-mode --no-transfer-progress "$@"
}

# Each module writes its own file, that of the starter has all jars
maven -f "$root/pom.xml" -pl starter -am -Dmaven.test.skip -Djacoco.skip -Dmaven.javadoc.skip -Dmaven.source.skip \
	package "$build_classpath" -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath.txt

boot=$(sed -n 's:.*<spring-boot.version>\(.*\)</spring-boot.version>.*:\1:p' "$root/pom.xml")
cat >"$work/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
	<modelVersion>4.0.0</modelVersion>
	<groupId>app</groupId>
	<artifactId>app</artifactId>
	<version>1</version>
	<parent>
		<groupId>org.springframework.boot</groupId>
		<artifactId>spring-boot-starter-parent</artifactId>
		<version>$boot</version>
		<relativePath />
	</parent>
	<dependencies>
		<dependency>
			<groupId>org.springframework.boot</groupId>
			<artifactId>spring-boot-starter</artifactId>
		</dependency>
		<dependency>
			<groupId>org.springframework.boot</groupId>
			<artifactId>spring-boot-starter-jackson</artifactId>
		</dependency>
	</dependencies>
</project>
POM
maven -f "$work/pom.xml" "$build_classpath" -Dmdep.includeScope=runtime -Dmdep.outputFile="$work/bare.txt"

declare -A classpath
classpath[bare]=$work/classes:$(cat "$work/bare.txt")
classpath[with]=$work/classes:$(cat "$root/starter/target/classpath.txt" <(echo) "$work/bare.txt" | tr ':' '\n' |
	awk 'NF && !seen[$0]++' | paste -s -d ':')
classpath[without]=$(tr ':' '\n' <<<"${classpath[with]}" |
	grep -v -E '/(azure-device-code-spring-boot-[^/]*|msal4j-[^/]*|azure-json-[^/]*)\.jar$' | paste -s -d ':')
rm -f "$root"/{autoconfigure,starter}/target/classpath.txt "$root/target/classpath.txt"
case ${classpath[with]} in
	*azure-device-code-spring-boot-autoconfigure*msal4j-*) ;;
	*) echo "The starter is not on the class path: ${classpath[with]}" >&2 && exit 1 ;;
esac
mkdir "$work/classes"
"$javac" -proc:none -d "$work/classes" -cp "${classpath[with]}" "$here/app/Application.java"

# Sets: seconds until started, milliseconds of the whole process, milliseconds of CPU of the main thread
start() {
	local mode=$1 begin end
	shift
	begin=$(date +%s%N)
	(cd "$work" && "$java" "$@" -cp "${classpath[$mode]}" app.Application --spring.main.banner-mode=off \
		--azure.identity.device-code.scopes=User.Read) >"$work/output" 2>&1 || { cat "$work/output" >&2 && return 1; }
	end=$(date +%s%N)
	started=$(sed -n 's/.*Started Application in \([0-9.]*\) seconds.*/\1/p' "$work/output")
	[ -n "$started" ] || { cat "$work/output" >&2 && return 1; }
	wall=$(((end - begin) / 1000000))
	cpu=$(sed -n 's/^CPU of main: //p' "$work/output")
}

median() {
	sort -n "$1" | awk '{ value[NR] = $1 } END { printf "%.0f", (value[int((NR + 1) / 2)] + value[int((NR + 2) / 2)]) / 2 }'
}

# The first start of each fills the caches of the disk
for mode in "${modes[@]}"; do
	start "$mode" "-Xlog:class+load:file=$work/$mode.classes"
done
for ((round = 1; round <= starts; round++)); do
	for mode in "${modes[@]}"; do
		start "$mode"
		awk -v seconds="$started" 'BEGIN { print seconds * 1000 }' >>"$work/$mode.started"
		echo "$wall" >>"$work/$mode.wall"
		echo "$cpu" >>"$work/$mode.cpu"
	done
done

"$java" -version 2>&1 | head -1
echo "medians of $starts starts"
echo
echo "| class path | started, ms | process, ms | CPU of main, ms | classes | of com.microsoft.aad | jars | jars, KB |"
echo "|---|---|---|---|---|---|---|---|"
for mode in "${modes[@]}"; do
	classes=$(grep -c ' source: ' "$work/$mode.classes")
	msal=$(grep -c ' com\.microsoft\.aad\.' "$work/$mode.classes" || true)
	jars=$(tr ':' '\n' <<<"${classpath[$mode]}" | grep '\.jar$')
	size=$(xargs -d '\n' stat -L -c %s <<<"$jars" | awk '{ sum += $1 } END { printf "%.0f", sum / 1024 }')
	echo "| $mode | $(median "$work/$mode.started") | $(median "$work/$mode.wall") | $(median "$work/$mode.cpu") | $classes | $msal | $(wc -l <<<"$jars") | $size |"
done
