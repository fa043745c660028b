#!/usr/bin/env bash
set -e

# --8<-- [start:ready]
docker version --format 'Docker Engine {{.Server.Version}}'
docker buildx version
# --8<-- [end:ready]

# --8<-- [start:folder]
mkdir ~/hello
cd ~/hello
# --8<-- [end:folder]

# --8<-- [start:app]
cat >app.py <<'PYTHON'
import http.server
import os
import signal
import sys


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"Hello, {os.environ['GREETED']}!\n".encode())


signal.signal(signal.SIGTERM, lambda *_: sys.exit())
http.server.ThreadingHTTPServer(("", 8000), Page).serve_forever()
PYTHON
# --8<-- [end:app]
# --8<-- [start:app-check]
[[ $(wc -l <app.py) == 15 ]]
# --8<-- [end:app-check]

# --8<-- [start:ignore]
cat >.dockerignore <<'IGNORE'
.git
.env
**/__pycache__
IGNORE
# --8<-- [end:ignore]
# --8<-- [start:ignore-check]
# What is listed does not reach a build.
mkdir .git __pycache__
touch .git/config .env __pycache__/app.pyc
docker build -q -t context -f - . <<'DOCKERFILE'
FROM busybox:1
COPY . /context
DOCKERFILE
[[ $(docker run --rm context ls -A /context | xargs) == '.dockerignore Dockerfile app.py' ]]
docker rmi context
rm -r .git .env __pycache__
# --8<-- [end:ignore-check]

# --8<-- [start:build]
docker build -t hello:1 .
# --8<-- [end:build]
# --8<-- [start:build-check]
docker image inspect hello:1 >/dev/null
# --8<-- [end:build-check]

# --8<-- [start:run]
docker run -d --name hello -p 127.0.0.1:8000:8000 hello:1
# --8<-- [end:run]
# --8<-- [start:run-check]
timeout 10 bash -c 'until curl -fsS http://127.0.0.1:8000; do sleep 0.1; done'
# --8<-- [end:run-check]

# --8<-- [start:fetch]
curl -fsS http://127.0.0.1:8000
# --8<-- [end:fetch]
# --8<-- [start:fetch-check]
[[ $(curl -fsS http://127.0.0.1:8000) == 'Hello, world!' ]]
# --8<-- [end:fetch-check]

# --8<-- [start:label]
docker image inspect --format '{{json .Config.Labels}}' hello:1
# --8<-- [end:label]
# --8<-- [start:label-check]
[[ $(docker image inspect --format '{{index .Config.Labels "org.opencontainers.image.title"}}' hello:1) == hello ]]
# --8<-- [end:label-check]

# --8<-- [start:arg]
docker build -q --build-arg VERSION=1.2 -t hello:1.2 .
docker run --rm -e GREETED=Docker hello:1.2 env
# --8<-- [end:arg]
# --8<-- [start:arg-check]
docker run --rm hello:1.2 env | grep -qx VERSION=1.2
docker run --rm hello:1 env | grep -qx VERSION=dev
docker run --rm -e GREETED=Docker hello:1.2 env | grep -qx GREETED=Docker
# --8<-- [end:arg-check]

# --8<-- [start:layers]
docker history --format 'table {{.CreatedBy}}\t{{.Size}}' hello:1
# --8<-- [end:layers]
# --8<-- [start:layers-check]
docker history --no-trunc --format '{{.CreatedBy}}' hello:1 | grep -q 'RUN.*useradd --system --uid 990 web'
# --8<-- [end:layers-check]

# --8<-- [start:workdir]
docker run --rm hello:1 sh -c 'pwd; ls -l'
# --8<-- [end:workdir]
# --8<-- [start:workdir-check]
[[ $(docker run --rm hello:1 pwd) == /app ]]
docker run --rm hello:1 test -f app.py
# A folder is made even if nothing uses it, and a relative one lies in the one before.
docker build -q -t folders - <<'DOCKERFILE'
FROM busybox:1
WORKDIR /one
WORKDIR two
WORKDIR /unused
DOCKERFILE
docker run --rm folders test -d /one/two -a -d /unused
docker rmi folders
# --8<-- [end:workdir-check]

# --8<-- [start:user]
docker exec hello id
# --8<-- [end:user]
# --8<-- [start:user-check]
[[ $(docker exec hello id -un) == web ]]
if docker exec hello sh -c 'echo >>/app/app.py' 2>/dev/null; then exit 1; fi
# --8<-- [end:user-check]

# --8<-- [start:expose]
docker image inspect --format '{{json .Config.ExposedPorts}}' hello:1
docker run -d --name unpublished hello:1
docker ps --format 'table {{.Names}}\t{{.Ports}}'
# --8<-- [end:expose]
# --8<-- [start:expose-check]
[[ -z $(docker port unpublished) ]]
[[ $(docker port hello) == '8000/tcp -> 127.0.0.1:8000' ]]
# --8<-- [end:expose-check]

# --8<-- [start:health]
docker inspect --format '{{.State.Health.Status}}' hello
# --8<-- [end:health]
# --8<-- [start:health-check]
timeout 10 bash -c "until docker inspect --format '{{.State.Health.Status}}' hello | grep -qx healthy; do sleep 0.5; done"
# --8<-- [end:health-check]

# --8<-- [start:stop]
docker stop hello
docker inspect --format 'exit status {{.State.ExitCode}}' hello
# --8<-- [end:stop]
# --8<-- [start:stop-check]
[[ $(docker inspect --format '{{.State.ExitCode}}' hello) == 0 ]]
# --8<-- [end:stop-check]

# --8<-- [start:not-found]
docker build - <<'DOCKERFILE'
FROM python:3-slim
COPY app.py .
DOCKERFILE
# --8<-- [end:not-found]

# --8<-- [start:no-context]
docker build -t hello:1
# --8<-- [end:no-context]

# --8<-- [start:undo]
docker rm -f hello unpublished
docker rmi hello:1 hello:1.2 hello-scratch hello-add nginx:1
docker builder prune -f | tail -n 1
cd ~
rm -r ~/hello ~/hello-add ~/hello-scratch
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -aq) ]]
[[ ! -e ~/hello && ! -e ~/hello-add && ! -e ~/hello-scratch ]]
# --8<-- [end:undo-check]
