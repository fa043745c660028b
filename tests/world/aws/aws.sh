#!/bin/bash
# Starts what plays AWS. Where one part ends, the service ends.
docker-registry serve /etc/world/aws/registry.yml &
python3 /etc/world/ecr.py &
nginx -c /etc/world/aws/nginx.conf -g 'daemon off;' &
wait -n
