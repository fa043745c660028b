#!/usr/bin/env bash
set -e

# --8<-- [start:folder]
mkdir ~/hello-add
cd ~/hello-add
echo hello there >greeting.txt
tar -czf site.tar.gz greeting.txt
sha256sum greeting.txt
# --8<-- [end:folder]

# --8<-- [start:serve]
docker run -d --name files -p 127.0.0.1:8081:80 -v "$PWD:/usr/share/nginx/html:ro" nginx:1
# --8<-- [end:serve]
# --8<-- [start:serve-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8081/greeting.txt | grep -qx 'hello there'; do sleep 0.1; done"
# --8<-- [end:serve-check]

# --8<-- [start:build]
docker build -t hello-add .
docker run --rm hello-add ls -l . copied added
# --8<-- [end:build]
# --8<-- [start:build-check]
docker run --rm hello-add test -f copied/site.tar.gz -a -f added/greeting.txt -a ! -e added/site.tar.gz
[[ $(docker run --rm hello-add stat -c %a greeting.txt) == 600 ]]
# A downloaded archive stays packed, unless --unpack says otherwise; --chmod sets the mode.
docker build -q -t unpack - <<'DOCKERFILE'
FROM python:3-slim
ADD http://127.0.0.1:8081/site.tar.gz /packed/
ADD --unpack=true http://127.0.0.1:8081/site.tar.gz /unpacked/
ADD --chmod=644 http://127.0.0.1:8081/greeting.txt /
DOCKERFILE
docker run --rm unpack test -f /packed/site.tar.gz -a -f /unpacked/greeting.txt
[[ $(docker run --rm unpack stat -c %a /greeting.txt) == 644 ]]
docker rmi unpack
# --8<-- [end:build-check]

# --8<-- [start:changed]
docker build - <<'DOCKERFILE'
FROM scratch
ADD --checksum=sha256:0000000000000000000000000000000000000000000000000000000000000000 \
  http://127.0.0.1:8081/greeting.txt /
DOCKERFILE
# --8<-- [end:changed]

# --8<-- [start:stop]
docker rm -f files
# --8<-- [end:stop]
