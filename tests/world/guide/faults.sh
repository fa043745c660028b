#!/bin/bash
# Starts the mirrors that fail, once Docker Hub answers, whose image they have.
for _ in {1..200}; do
  if (: </dev/tcp/registry-1.docker.io/443) 2>/dev/null; then
    PYTHONPATH=/srv/faults exec python3 /etc/world/guide/faults.py "$@"
  fi
  sleep 0.05
done
echo 'registry-1.docker.io, whose image the mirrors that fail have, did not answer within 10 s' >&2
exit 1
