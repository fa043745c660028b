#!/usr/bin/env bash
set -e

# --8<-- [start:ready]
docker buildx version
# --8<-- [end:ready]

# --8<-- [start:site]
mkdir ~/site ~/site/pages
cd ~/site
echo 'Hello, world!' >pages/index.txt
echo brotli >packages.txt
cat >build.py <<'PYTHON'
import pathlib

pathlib.Path("public").mkdir(exist_ok=True)
for page in pathlib.Path("pages").glob("*.txt"):
    html = f"<!doctype html><p>{page.read_text()}</p>\n"
    pathlib.Path("public", f"{page.stem}.html").write_text(html)
PYTHON
# --8<-- [end:site]
# --8<-- [start:site-check]
[[ -s build.py && -s packages.txt && -s pages/index.txt ]]
# --8<-- [end:site-check]

# --8<-- [start:one-stage]
cat >one-stage.Dockerfile <<'DOCKERFILE'
FROM python:3-slim
WORKDIR /src
COPY . .
RUN apt-get update && xargs apt-get install -y <packages.txt
RUN python build.py && brotli public/*.html
CMD ["python", "-m", "http.server", "--directory", "public", "8080"]
DOCKERFILE
docker build -q -f one-stage.Dockerfile -t site:one-stage .
# --8<-- [end:one-stage]
# --8<-- [start:one-stage-check]
docker run --rm site:one-stage test -s public/index.html.br
# --8<-- [end:one-stage-check]

# --8<-- [start:stages]
docker build -q -t site:stages .
docker image ls site
# --8<-- [end:stages]
# --8<-- [start:stages-check]
size() { docker image inspect --format '{{.Size}}' "$1"; }
(($(size site:stages) * 10 < $(size site:one-stage)))
# --8<-- [end:stages-check]

# --8<-- [start:run]
docker run -d --name site -p 127.0.0.1:8080:8080 site:stages
curl -fsS --retry 5 --retry-connrefused --retry-delay 1 http://127.0.0.1:8080
# --8<-- [end:run]
# --8<-- [start:run-check]
[[ $(curl -fsS http://127.0.0.1:8080) == *'Hello, world!'* ]]
if docker exec site sh -c 'command -v python || command -v brotli'; then exit 1; fi
# --8<-- [end:run-check]

# --8<-- [start:edit]
echo 'Hello again!' >pages/index.txt
docker build -t site:stages .
# --8<-- [end:edit]
# --8<-- [start:edit-check]
[[ $(docker run --rm site:stages cat /www/index.html) == *'Hello again!'* ]]
# Another edit does not make it install again; then everything is as it was.
echo 'Hello, check!' >pages/index.txt
again=$(docker build --progress=plain -t site:stages . 2>&1 | grep -A 1 'apt-get update')
[[ $again == *CACHED* ]]
echo 'Hello again!' >pages/index.txt
docker build -q -t site:stages .
# --8<-- [end:edit-check]

# --8<-- [start:edit-one-stage]
docker build -f one-stage.Dockerfile -t site:one-stage .
# --8<-- [end:edit-one-stage]
# --8<-- [start:edit-one-stage-check]
[[ $(docker run --rm site:one-stage cat public/index.html) == *'Hello again!'* ]]
# The packages were installed again: the image before it, which has lost its name, has another layer of them.
layers() { docker image inspect --format '{{range .RootFS.Layers}}{{.}} {{end}}' "$1"; }
read -ra now < <(layers site:one-stage)
for before in $(docker image ls -q --filter dangling=true); do
  [[ $(layers "$before") != *"${now[-2]}"* ]]
  found=1
done
# With the containerd image store a build leaves no image without a name.
[[ $found == 1 || $(docker info --format '{{.Driver}}') == overlayfs ]]
# --8<-- [end:edit-one-stage-check]

# --8<-- [start:mount]
cat >mount.Dockerfile <<'DOCKERFILE'
FROM debian:13-slim
RUN rm -f /etc/apt/apt.conf.d/docker-clean
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt/lists,sharing=locked \
    apt-get update && apt-get install -y --no-install-recommends brotli
DOCKERFILE
docker build -q -f mount.Dockerfile -t mount .
sed -i 's/brotli/brotli tree/' mount.Dockerfile
docker build --progress=plain -f mount.Dockerfile -t mount . 2>&1 | grep 'Need to get'
# --8<-- [end:mount]
# --8<-- [start:mount-check]
docker run --rm mount sh -c 'brotli --version; tree --version'
# The second download was smaller than what was installed, and the cache is not in the image.
[[ -z $(docker run --rm mount find /var/cache/apt/archives /var/lib/apt/lists -type f -size +0) ]]
# --8<-- [end:mount-check]

# --8<-- [start:leak]
docker build -q --build-arg LICENSE=swordfish -t leaky - <<'DOCKERFILE'
FROM busybox:1
ARG LICENSE
RUN echo "fetch something with $LICENSE"
DOCKERFILE
docker history --no-trunc --format '{{.CreatedBy}}' leaky
# --8<-- [end:leak]
# --8<-- [start:leak-check]
[[ $(docker history --no-trunc leaky) == *swordfish* ]]
# --8<-- [end:leak-check]

# --8<-- [start:secret]
echo swordfish >license.txt
docker build -q --secret id=license,src=license.txt -t safe - <<'DOCKERFILE'
FROM busybox:1
RUN --mount=type=secret,id=license wc -c /run/secrets/license >/length.txt
DOCKERFILE
docker run --rm safe cat /length.txt
docker history --no-trunc --format '{{.CreatedBy}}' safe
# --8<-- [end:secret]
# --8<-- [start:secret-check]
[[ $(docker run --rm safe cat /length.txt) == '10 /run/secrets/license' ]]
[[ $(docker history --no-trunc safe) != *swordfish* ]]
[[ $(docker save safe | grep -c swordfish) == 0 ]]
docker run --rm safe test ! -e /run/secrets/license
# --8<-- [end:secret-check]

# --8<-- [start:no-secret]
docker build -t safe - <<'DOCKERFILE'
FROM busybox:1
RUN --mount=type=secret,id=license,required=true cat /run/secrets/license
DOCKERFILE
# --8<-- [end:no-secret]

# --8<-- [start:check]
docker build --check .
# --8<-- [end:check]

# --8<-- [start:check-finds]
cat >poor.Dockerfile <<'DOCKERFILE'
FROM busybox:1
WORKDIR app
ARG API_KEY
CMD httpd -f
DOCKERFILE
docker build --check -f poor.Dockerfile .
# --8<-- [end:check-finds]

# --8<-- [start:undo]
docker rm -f site
docker rmi site:one-stage site:stages mount leaky safe
docker image prune -f
docker builder prune -f | tail -n 1
cd ~
rm -r ~/site
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -aq) ]]
[[ ! -e ~/site ]]
# --8<-- [end:undo-check]
