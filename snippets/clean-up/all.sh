#!/usr/bin/env bash

# --8<-- [start:practice]
docker network create --label practice spare
docker volume create --label practice data
docker volume create --label practice
docker run -d --label practice --name web nginx:1
docker run --label practice --name old -v data:/data busybox:1 sh -c 'echo precious >/data/file'
docker build --label practice -t note:1 - <<'EOF'
FROM busybox:1
RUN echo first >/note
EOF
docker build --label practice -t note:2 - <<'EOF'
FROM busybox:1
RUN echo second >/note
EOF
docker tag note:2 note:1
# --8<-- [end:practice]
# --8<-- [start:practice-check]
[[ $(docker volume ls -q --filter label=practice | wc -l) == 2 ]]
[[ $(docker images -q --filter dangling=true | wc -l) == 1 ]]
[[ $(docker run --rm note:1 cat /note) == second ]]
# --8<-- [end:practice-check]

# --8<-- [start:df]
docker system df
# --8<-- [end:df]
# --8<-- [start:df-check]
[[ $(docker system df --format '{{.Type}} {{.TotalCount}} {{.Active}}' | grep Volumes) == 'Local Volumes 2 1' ]]
# --8<-- [end:df-check]

# --8<-- [start:look]
docker ps -a --filter status=exited --size
docker images -a --filter dangling=true
docker volume ls --filter dangling=true
# --8<-- [end:look]
# --8<-- [start:look-check]
[[ $(docker ps -a --filter status=exited --format '{{.Names}}') == old ]]
[[ $(docker volume ls -q --filter dangling=true | wc -l) == 1 ]]
# --8<-- [end:look-check]

# --8<-- [start:in-use]
docker volume rm data
# --8<-- [end:in-use]

# --8<-- [start:containers]
docker container prune -f --filter label=practice
# --8<-- [end:containers]
# --8<-- [start:containers-check]
[[ $(docker ps -a --format '{{.Names}}') == web ]]
docker volume ls -q | grep -x data
# --8<-- [end:containers-check]

# --8<-- [start:images]
docker image prune -f --filter label=practice
# --8<-- [end:images]
# --8<-- [start:images-check]
[[ -z $(docker images -q --filter dangling=true) ]]
[[ -n $(docker images -q note:1) ]]
# --8<-- [end:images-check]

# --8<-- [start:all-images]
docker image prune -a -f --filter label=practice
docker images
# --8<-- [end:all-images]
# --8<-- [start:all-images-check]
[[ -z $(docker images -q note:1) ]]
[[ -n $(docker images -q nginx:1) && -n $(docker images -q busybox:1) ]]
# What is younger than the filter says stays.
docker image prune -a -f --filter until=168h
[[ -n $(docker images -q busybox:1) ]]
# --8<-- [end:all-images-check]

# --8<-- [start:networks]
docker network prune -f --filter label=practice
# --8<-- [end:networks]
# --8<-- [start:networks-check]
[[ $(docker network ls --format '{{.Name}}' | sort | xargs) == 'bridge host none' ]]
# --8<-- [end:networks-check]

# --8<-- [start:build-cache]
docker builder prune -f
# --8<-- [end:build-cache]
# --8<-- [start:build-cache-check]
docker builder prune -a -f
[[ $(docker system df --format '{{.Type}} {{.TotalCount}}' | grep Cache) == 'Build Cache 0' ]]
# --8<-- [end:build-cache-check]

# --8<-- [start:volumes]
docker volume prune -f --filter label=practice
docker volume ls
# --8<-- [end:volumes]
# --8<-- [start:volumes-check]
[[ $(docker volume ls -q) == data ]]
[[ $(docker run --rm -v data:/data busybox:1 cat /data/file) == precious ]]
if docker volume prune -f --filter until=168h; then exit 1; fi
# --8<-- [end:volumes-check]

# --8<-- [start:system]
echo n | docker system prune
# --8<-- [end:system]
# --8<-- [start:system-check]
[[ $(docker ps -a --format '{{.Names}}') == web ]]
# --8<-- [end:system-check]

# --8<-- [start:everything]
echo n | docker system prune -a --volumes
# --8<-- [end:everything]
# --8<-- [start:everything-check]
[[ -n $(docker images -q busybox:1) ]]
[[ $(docker volume ls -q) == data ]]
# --8<-- [end:everything-check]

# --8<-- [start:data-gone]
docker volume prune -a -f --filter label=practice
docker volume ls
# --8<-- [end:data-gone]
# --8<-- [start:data-gone-check]
[[ -z $(docker volume ls -q) ]]
# --8<-- [end:data-gone-check]

# --8<-- [start:undo]
docker rm -f web
docker rmi nginx:1 busybox:1
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker images -q) ]]
# What the dangerous one deletes when it is answered with yes, and what it spares.
docker volume create named
docker run -d --name running nginx:1
docker run --name stopped -v named:/data -v /anonymous busybox:1 sh -c 'echo precious >/data/file'
docker pull -q debian:13
docker network create unused
[[ $(docker volume ls -q | wc -l) == 2 ]]
echo y | docker system prune -a --volumes
[[ $(docker ps -a --format '{{.Names}}') == running ]]
[[ $(docker images --format '{{.Repository}}') == nginx ]]
[[ $(docker volume ls -q) == named ]]
[[ $(docker run --rm -v named:/data busybox:1 cat /data/file) == precious ]]
[[ -z $(docker network ls -q --filter name=unused) ]]
# --8<-- [end:undo-check]
