#!/usr/bin/env bash
set -e

# --8<-- [start:folder]
mkdir ~/mistakes
cd ~/mistakes
docker pull -q busybox:1
# --8<-- [end:folder]
# --8<-- [start:folder-check]
docker image inspect busybox:1 >/dev/null
# --8<-- [end:folder-check]

# --8<-- [start:comment-from]
docker build - <<'DOCKERFILE'
FROM busybox:1 # a small image
DOCKERFILE
# --8<-- [end:comment-from]

# --8<-- [start:comment-expose]
docker build - <<'DOCKERFILE'
FROM busybox:1
EXPOSE 80 # the web server
DOCKERFILE
# --8<-- [end:comment-expose]

# --8<-- [start:comment-env]
docker build - <<'DOCKERFILE'
FROM busybox:1
ENV COLOR=blue # as the sea
DOCKERFILE
# --8<-- [end:comment-env]

# --8<-- [start:comment-workdir]
docker build -q -t odd - <<'DOCKERFILE'
FROM busybox:1
WORKDIR /app # the code lives here
DOCKERFILE
docker run --rm odd pwd
docker run --rm odd ls /app
# --8<-- [end:comment-workdir]
# --8<-- [start:comment-workdir-check]
[[ $(docker run --rm odd pwd) == '/app # the code lives here' ]]
# --8<-- [end:comment-workdir-check]

# --8<-- [start:comment-cmd]
docker build -q -t odd - <<'DOCKERFILE'
FROM busybox:1
CMD ["echo", "hello"] # say hello
DOCKERFILE
docker image inspect --format '{{json .Config.Cmd}}' odd
docker run --rm odd
# --8<-- [end:comment-cmd]
# --8<-- [start:comment-cmd-check]
# A shell-form CMD swallows the comment in silence.
docker build -q -t odd - <<'DOCKERFILE'
FROM busybox:1
CMD echo hello # say hello
DOCKERFILE
[[ $(docker run --rm odd) == hello ]]
[[ $(docker image inspect --format '{{index .Config.Cmd 2}}' odd) == 'echo hello # say hello' ]]
# --8<-- [end:comment-cmd-check]

# --8<-- [start:comment-right]
docker build -q -t right - <<'DOCKERFILE'
# A small image.
FROM busybox:1
# The code lives here.
WORKDIR /app
RUN touch one && \
    # This one is needed too.
    touch two
DOCKERFILE
docker run --rm right ls
# --8<-- [end:comment-right]
# --8<-- [start:comment-right-check]
[[ $(docker run --rm right ls | xargs) == 'one two' ]]
# --8<-- [end:comment-right-check]

# --8<-- [start:cd]
docker build -q -t odd - <<'DOCKERFILE'
FROM busybox:1
RUN mkdir /data
RUN cd /data
RUN touch notes.txt
DOCKERFILE
docker run --rm odd ls /data/notes.txt
# --8<-- [end:cd]
# --8<-- [start:cd-check]
docker run --rm odd test -f /notes.txt
# --8<-- [end:cd-check]

# --8<-- [start:export]
docker build -q -t odd - <<'DOCKERFILE'
FROM busybox:1
RUN export COLOR=blue
DOCKERFILE
docker run --rm odd sh -c 'echo "${COLOR:?is not set}"'
# --8<-- [end:export]
# --8<-- [start:export-check]
[[ $(docker run --rm odd env) != *COLOR* ]]
# --8<-- [end:export-check]

# --8<-- [start:apt]
docker build - <<'DOCKERFILE'
FROM debian:13-slim
RUN apt-get install -y tree
DOCKERFILE
# --8<-- [end:apt]

# --8<-- [start:apt-right]
docker build -q -t right - <<'DOCKERFILE'
FROM debian:13-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends tree \
    && rm -rf /var/lib/apt/lists/*
DOCKERFILE
docker run --rm right tree --version
# --8<-- [end:apt-right]
# --8<-- [start:apt-right-check]
docker run --rm right tree --version | grep -q '^tree v'
[[ -z $(docker run --rm right ls /var/lib/apt/lists) ]]
# --8<-- [end:apt-right-check]

# --8<-- [start:leak]
echo 'DATABASE_WORD=swordfish' >.env
docker build -q -t leaky -f - . <<'DOCKERFILE'
FROM busybox:1
WORKDIR /app
COPY . .
RUN rm .env
DOCKERFILE
docker run --rm leaky ls -A
# --8<-- [end:leak]
# --8<-- [start:leak-check]
[[ -z $(docker run --rm leaky ls -A) ]]
# --8<-- [end:leak-check]

# --8<-- [start:dig]
mkdir ~/layers
docker save leaky | tar -x -C ~/layers
for layer in ~/layers/blobs/sha256/*; do
  tar -x -O -f "$layer" app/.env 2>/dev/null || true
done
# --8<-- [end:dig]
# --8<-- [start:dig-check]
found=$(for layer in ~/layers/blobs/sha256/*; do tar -x -O -f "$layer" app/.env 2>/dev/null || true; done)
[[ $found == DATABASE_WORD=swordfish ]]
# --8<-- [end:dig-check]

# --8<-- [start:ignore]
echo .env >.dockerignore
docker build -q -t leaky -f - . <<'DOCKERFILE'
FROM busybox:1
WORKDIR /app
COPY . .
DOCKERFILE
docker run --rm leaky cat .env
# --8<-- [end:ignore]

# --8<-- [start:add-url]
echo 'version 1' >tool.txt
docker run -d --name files -p 127.0.0.1:8081:80 -v "$PWD:/www:ro" busybox:1 httpd -f -h /www
docker build -q -t tool - <<'DOCKERFILE'
FROM busybox:1
ADD http://127.0.0.1:8081/tool.txt /
DOCKERFILE
docker run --rm tool cat /tool.txt
echo 'version 1, and a thief' >tool.txt
docker build -q -t tool - <<'DOCKERFILE'
FROM busybox:1
ADD http://127.0.0.1:8081/tool.txt /
DOCKERFILE
docker run --rm tool cat /tool.txt
# --8<-- [end:add-url]
# --8<-- [start:add-url-check]
[[ $(docker run --rm tool cat /tool.txt) == *thief ]]
# --8<-- [end:add-url-check]

# --8<-- [start:latest]
docker build -q -t demo - <<'DOCKERFILE'
FROM busybox:1
CMD ["echo", "version 1"]
DOCKERFILE
docker build -q -t demo:2 - <<'DOCKERFILE'
FROM busybox:1
CMD ["echo", "version 2"]
DOCKERFILE
docker image ls demo
docker run --rm demo
# --8<-- [end:latest]
# --8<-- [start:latest-check]
[[ $(docker run --rm demo) == 'version 1' && $(docker run --rm demo:latest) == 'version 1' ]]
# --8<-- [end:latest-check]

# --8<-- [start:no-first-line]
docker build -q -t odd - <<'DOCKERFILE'
FROM busybox:1
RUN echo 'echo hello' >/start && chmod +x /start
CMD ["/start"]
DOCKERFILE
docker run --rm odd
# --8<-- [end:no-first-line]

# --8<-- [start:no-dockerfile]
docker build .
# --8<-- [end:no-dockerfile]

# --8<-- [start:from-first]
docker build - <<'DOCKERFILE'
RUN echo hello
FROM busybox:1
DOCKERFILE
# --8<-- [end:from-first]

# --8<-- [start:undo]
docker rm -f files
docker rmi odd right leaky tool demo demo:2 busybox:1
docker image prune -f
docker builder prune -f | tail -n 1
cd ~
rm -rf ~/mistakes ~/layers
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -aq) ]]
[[ ! -e ~/mistakes && ! -e ~/layers ]]
# --8<-- [end:undo-check]
