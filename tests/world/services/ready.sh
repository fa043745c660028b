#!/bin/bash
# Succeeds as soon as every port given is listened on; gives up after 10 s.
answers() {
  for port in "$@"; do
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || return 1
  done
}
for _ in {1..200}; do
  answers "$@" && exit 0
  sleep 0.05
done
exit 1
