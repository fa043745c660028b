#!/usr/bin/env bash
set -e

# --8<-- [start:folder]
mkdir ~/hello-scratch
cd ~/hello-scratch
# --8<-- [end:folder]

# --8<-- [start:build]
docker build -q -t hello-scratch .
docker run --rm hello-scratch
docker image ls hello-scratch
# --8<-- [end:build]
# --8<-- [start:build-check]
[[ $(docker run --rm hello-scratch) == 'Hello from an image with one file' ]]
[[ $(docker image inspect --format '{{len .RootFS.Layers}}' hello-scratch) == 1 ]]
[[ $(docker run --rm hello-scratch ls /) != *etc/passwd* ]]
# --8<-- [end:build-check]

# --8<-- [start:no-shell]
docker run --rm --entrypoint sh hello-scratch
# --8<-- [end:no-shell]

# --8<-- [start:pull-scratch]
docker pull scratch
# --8<-- [end:pull-scratch]
