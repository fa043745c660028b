#!/usr/bin/env bash

# --8<-- [start:ready]
docker version --format 'Docker Engine {{.Server.Version}}'
# --8<-- [end:ready]

# --8<-- [start:create]
docker volume create notes
docker run --rm -v notes:/data busybox sh -c 'echo "Dear diary" >/data/diary.txt'
# --8<-- [end:create]
# --8<-- [start:create-check]
[[ $(docker volume ls --quiet) == notes ]]
[[ -z $(docker ps -aq) ]]
# --8<-- [end:create-check]

# --8<-- [start:outlives]
docker run --rm -v notes:/data busybox cat /data/diary.txt
# --8<-- [end:outlives]
# --8<-- [start:outlives-check]
[[ $(docker run --rm -v notes:/data busybox cat /data/diary.txt) == 'Dear diary' ]]
# --8<-- [end:outlives-check]

# --8<-- [start:where]
docker volume inspect --format '{{.Mountpoint}}' notes
# --8<-- [end:where]
# --8<-- [start:where-check]
sudo grep -qx 'Dear diary' "$(docker volume inspect --format '{{.Mountpoint}}' notes)/diary.txt"
# --8<-- [end:where-check]

# --8<-- [start:site]
mkdir site
echo '<h1>Hello</h1>' >site/index.html
docker run -d --name web -p 127.0.0.1:8080:80 \
  --mount type=bind,source="$PWD/site",target=/usr/share/nginx/html,readonly nginx:1
# --8<-- [end:site]
# --8<-- [start:site-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep -q Hello; do sleep 0.1; done"
# --8<-- [end:site-check]

# --8<-- [start:edit]
curl -fsS http://127.0.0.1:8080
echo '<h1>Hello again</h1>' >site/index.html
curl -fsS http://127.0.0.1:8080
# --8<-- [end:edit]
# --8<-- [start:edit-check]
[[ $(curl -fsS http://127.0.0.1:8080) == '<h1>Hello again</h1>' ]]
# --8<-- [end:edit-check]

# --8<-- [start:read-only]
docker exec web touch /usr/share/nginx/html/new.html
# --8<-- [end:read-only]
# --8<-- [start:read-only-check]
[[ $(ls site) == index.html ]]
[[ $(docker inspect --format '{{(index .Mounts 0).RW}}' web) == false ]]
# A volume that is empty gets what the image has at that place; a folder hides it.
[[ $(docker run --rm -v fresh:/usr/share/nginx/html nginx:1 ls /usr/share/nginx/html) == *index.html* ]]
mkdir empty
[[ -z $(docker run --rm -v "$PWD/empty:/usr/share/nginx/html" nginx:1 ls /usr/share/nginx/html) ]]
rmdir empty
docker volume rm fresh >/dev/null
# The short way of writing it does the same.
if docker run --rm -v "$PWD/site:/data:ro" busybox touch /data/new.html 2>/dev/null; then exit 1; fi
# --8<-- [end:read-only-check]

# --8<-- [start:missing]
docker run --rm -v "$PWD/settings.conf:/settings.conf" busybox cat /settings.conf
# --8<-- [end:missing]

# --8<-- [start:directory]
ls -ld settings.conf
sudo rmdir settings.conf
# --8<-- [end:directory]
# --8<-- [start:directory-check]
[[ ! -e settings.conf ]]
# --8<-- [end:directory-check]

# --8<-- [start:missing-mount]
docker run --rm --mount type=bind,source="$PWD/settings.conf",target=/settings.conf busybox cat /settings.conf
# --8<-- [end:missing-mount]
# --8<-- [start:missing-mount-check]
[[ ! -e settings.conf ]]
# --8<-- [end:missing-mount-check]

# --8<-- [start:no-slash]
docker run --rm -v site:/data busybox cat /data/index.html
# --8<-- [end:no-slash]

# --8<-- [start:no-slash-volume]
docker volume ls
docker volume rm site
# --8<-- [end:no-slash-volume]
# --8<-- [start:no-slash-volume-check]
[[ $(docker volume ls --quiet) == $'notes\nrestored' ]]
[[ -e site/index.html ]]
# --8<-- [end:no-slash-volume-check]

# --8<-- [start:owner]
mkdir shared
docker run --rm -v "$PWD/shared:/data" busybox touch /data/by-root
docker run --rm -v "$PWD/shared:/data" --user "$(id -u):$(id -g)" busybox touch /data/by-me
ls -ln shared
# --8<-- [end:owner]
# --8<-- [start:owner-check]
[[ $(stat -c '%u' shared/by-root) == 0 ]]
[[ $(stat -c '%u:%g' shared/by-me) == "$(id -u):$(id -g)" ]]
# --8<-- [end:owner-check]

# --8<-- [start:denied]
docker run --rm -v notes:/data --user "$(id -u):$(id -g)" busybox touch /data/mine.txt
# --8<-- [end:denied]

# --8<-- [start:chown]
docker run --rm -v notes:/data busybox chown "$(id -u):$(id -g)" /data
docker run --rm -v notes:/data --user "$(id -u):$(id -g)" busybox touch /data/mine.txt
docker run --rm -v notes:/data busybox ls -ln /data
# --8<-- [end:chown]
# --8<-- [start:chown-check]
[[ $(docker run --rm -v notes:/data busybox stat -c '%u:%g' /data/mine.txt) == "$(id -u):$(id -g)" ]]
[[ $(docker run --rm -v notes:/data busybox stat -c '%u' /data/diary.txt) == 0 ]]
# --8<-- [end:chown-check]

# --8<-- [start:backup]
docker run --rm -v notes:/data:ro busybox tar -czf - -C /data . >notes.tar.gz
tar -tzf notes.tar.gz
# --8<-- [end:backup]
# --8<-- [start:backup-check]
[[ $(stat -c '%u' notes.tar.gz) == "$(id -u)" ]]
tar -tzf notes.tar.gz | grep -qx ./diary.txt
# --8<-- [end:backup-check]

# --8<-- [start:restore]
docker volume create restored
docker run --rm -i -v restored:/data busybox tar -xzf - -C /data <notes.tar.gz
docker run --rm -v restored:/data busybox cat /data/diary.txt
# --8<-- [end:restore]
# --8<-- [start:restore-check]
# A richer volume goes the same way: every name, type, owner, mode and link, and of files the time and every byte.
fill='mkdir more && echo text >file && ln -s ../file more/link && touch -t 202001020304 more/private && chown 1234:5678 more/private && chmod 600 more/private'
list='find . -exec stat -c "%N %F %u:%g %a" {} + | sort && find . -type f -exec stat -c "%n %Y" {} + -exec sha256sum {} + | sort'
in_volume() { docker run --rm -i -v "$1:/data" -w /data busybox sh -c "$2"; }
in_volume from "$fill"
docker run --rm -v from:/data:ro busybox tar -czf - -C /data . | docker run --rm -i -v to:/data busybox tar -xzf - -C /data
[[ $(in_volume to "$list") == "$(in_volume from "$list")" ]]
[[ $(in_volume to "$list") == *'more/private regular empty file 1234:5678 600'* ]]
docker volume rm from to >/dev/null
# --8<-- [end:restore-check]

# --8<-- [start:list]
docker volume ls
docker run -d --name keeper -v notes:/data busybox sleep 1000
docker ps -a --filter volume=notes
# --8<-- [end:list]
# --8<-- [start:list-check]
[[ $(docker ps -a --filter volume=notes --format '{{.Names}}') == keeper ]]
# --8<-- [end:list-check]

# --8<-- [start:in-use]
docker volume rm notes
# --8<-- [end:in-use]
# --8<-- [start:in-use-check]
# A stopped container holds its volume just as well.
docker kill keeper >/dev/null
if docker volume rm notes 2>/dev/null; then exit 1; fi
docker volume inspect notes >/dev/null
# --8<-- [end:in-use-check]

# --8<-- [start:anonymous]
docker run -d --name scratch -v /data busybox sleep 1000
docker volume ls --quiet
docker rm -f -v scratch
docker volume ls --quiet
# --8<-- [end:anonymous]
# --8<-- [start:anonymous-check]
[[ $(docker volume ls --quiet) == $'notes\nrestored' ]]
# Without -v the volume stays; prune then takes it, and leaves those that have a name.
docker run -d --name scratch -v /data busybox sleep 1000 >/dev/null
docker rm -f scratch >/dev/null
(($(docker volume ls --quiet | wc -l) == 3))
docker volume prune --force >/dev/null
[[ $(docker volume ls --quiet) == $'notes\nrestored' ]]
# --8<-- [end:anonymous-check]

# --8<-- [start:undo]
docker rm -f web keeper
docker volume rm notes restored
docker rmi nginx:1 busybox
rm -r site notes.tar.gz
sudo rm -r shared
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q)$(docker volume ls -q) ]]
[[ ! -e site && ! -e shared && ! -e notes.tar.gz ]]
# --8<-- [end:undo-check]
