# Runs on the machine, as the reader: one bash for the whole walk.
# Reads a step up to its NUL byte, runs all of it in this shell, says how it ended.
# $1 is a nonce, so that nothing a step prints can be taken for that message.
__nonce=$1
stty -echo -icanon -isig -ixon -icrnl
set -o pipefail
# The first command that fails ends the step. Only the step's own commands count: not this loop's, nor ~/.bash_logout's.
# shellcheck disable=SC2154
trap '__status=$?; if [[ ${BASH_SOURCE[0]-} == /dev/fd/63 ]]; then __end=("$__status" "$LINENO" "$BASH_COMMAND"); return "$__status"; fi' ERR
printf '\036%s\036' "$__nonce"
while IFS= read -r -d '' __step; do
  __end=(0 0 '')
  # shellcheck disable=SC1091
  source /dev/fd/63 63< <(printf %s "$__step")
  printf '\036%s\037%s\037%s\037%s\036' "$__nonce" "${__end[@]}"
done
