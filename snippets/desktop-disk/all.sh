#!/usr/bin/env bash

# --8<-- [start:example]
docker volume create notes
docker run --rm -v notes:/data busybox sh -c 'echo do not lose me >/data/note.txt; chown 1234 /data/note.txt'
# --8<-- [end:example]
# --8<-- [start:example-check]
docker run --rm -v notes:/data busybox grep -q 'do not lose me' /data/note.txt
# --8<-- [end:example-check]

# --8<-- [start:look]
docker system df
docker image ls
docker volume ls
# --8<-- [end:look]
# --8<-- [start:look-check]
[[ $(docker volume ls -q) == notes ]]
# --8<-- [end:look-check]

# --8<-- [start:save-image]
docker save --output busybox.tar busybox
# --8<-- [end:save-image]
# --8<-- [start:save-image-check]
tar -tf busybox.tar manifest.json
# --8<-- [end:save-image-check]

# --8<-- [start:save-volume]
docker run --rm -v notes:/from:ro -v "${PWD}:/to" busybox tar -czf /to/notes.tar.gz -C /from .
docker run --rm -v "${PWD}:/to" busybox tar -tzf /to/notes.tar.gz
# --8<-- [end:save-volume]
# --8<-- [start:save-volume-check]
tar -tzf notes.tar.gz ./note.txt
# The worst case: everything is gone.
docker volume rm notes >/dev/null
docker rmi busybox >/dev/null
[[ -z $(docker image ls -q)$(docker volume ls -q) ]]
# --8<-- [end:save-volume-check]

# --8<-- [start:restore]
docker load --input busybox.tar
docker volume create notes
docker run --rm -v notes:/to -v "${PWD}:/from:ro" busybox tar -xzf /from/notes.tar.gz -C /to
docker run --rm -v notes:/data busybox cat /data/note.txt
# --8<-- [end:restore]
# --8<-- [start:restore-check]
[[ $(docker run --rm -v notes:/data busybox stat -c '%u' /data/note.txt) == 1234 ]]
[[ $(docker run --rm -v notes:/data busybox cat /data/note.txt) == 'do not lose me' ]]
# --8<-- [end:restore-check]

# --8<-- [start:shutdown]
wsl --shutdown
wsl --list --verbose
# --8<-- [end:shutdown]

# --8<-- [start:undo]
docker volume rm notes
docker rmi busybox
sudo rm busybox.tar notes.tar.gz
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker image ls -q)$(docker volume ls -q) ]]
# --8<-- [end:undo-check]
