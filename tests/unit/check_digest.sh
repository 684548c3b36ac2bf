#!/bin/sh
# The engine gives the same bits whoever compiles it and wherever it runs: builds tests/unit/engine_digest.c with core/ and
# base/ by each compiler and compares what it prints. Arguments: the root of the project, the program that was built with it.
set -eu
root=$1 program=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
core=$(ls src/core/engine*.c src/core/formula*.c src/core/stability*.c src/core/linear*.c)
sources="tests/unit/engine_digest.c $core src/core/score.c src/core/rank.c src/core/scheme.c src/core/scheme_words.c
  src/core/draw.c src/core/sobol.c src/core/num.c src/core/weigh.c src/core/month.c $(ls src/base/*.c)"
faults=0
expected=$("$program" 1)
echo "as built, 1 thread: $expected"

same() { # what, command …
  what=$1
  shift
  found=$("$@") || found="failed: $found"
  if [ "$found" = "$expected" ]; then echo "the same: $what"; else
    echo "DIFFERENT: $what: $found"
    faults=1
  fi
}

# build NAME compiler options …: false where there is no such compiler
build() {
  name=$1 compiler=$2
  shift 2
  command -v "$compiler" > /dev/null || { echo "SKIP: $name: there is no $compiler"; return 1; }
  # shellcheck disable=SC2086
  "$compiler" -std=gnu17 -D_GNU_SOURCE -ffp-contract=off -fno-math-errno -w -Isrc "$@" $sources -lm -lpthread -o "$work/$name"
}

# One rounding instead of two would be another number.
if command -v objdump > /dev/null; then
  fused=$(objdump -d --no-show-raw-insn "$program" | grep -cE 'vfn?m(add|sub)|[[:space:]]fn?m(add|sub|la|ls)[[:space:]]' || true)
  echo "fused multiplications: $fused"
  [ "$fused" = 0 ] || faults=1
fi

without=GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F
same "2 threads" "$program" 2
same "8 threads" "$program" 8
same "without AVX2 and FMA in the C library" env "$without" "$program" 2
while read -r name compiler options; do
  # shellcheck disable=SC2086
  (build "$name" "$compiler" $options) > "$work/$name.log" 2>&1 < /dev/null || echo "none" > "$work/$name.none" &
done << 'END'
gcc-O0 gcc -O0
gcc-O3 gcc -O3 -DDUBAN_NO_CLONES
clang-O0 clang -O0
clang-O3 clang -O3
aarch64 aarch64-linux-gnu-gcc -O2 -static
END
wait
for name in gcc-O0 gcc-O3 clang-O0 clang-O3 aarch64; do
  cat "$work/$name.log"
  run=
  [ "$name" != aarch64 ] || run=qemu-aarch64
  if [ ! -x "$work/$name" ]; then
    grep -q SKIP "$work/$name.log" || faults=1
  elif [ -n "$run" ] && ! command -v "$run" > /dev/null; then
    echo "SKIP: $name: there is no $run"
  else
    # shellcheck disable=SC2086
    same "$name" $run "$work/$name" 2
  fi
done
exit $faults
