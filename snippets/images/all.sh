#!/usr/bin/env bash

# --8<-- [start:before-pull]
docker buildx imagetools inspect nginx:1
# --8<-- [end:before-pull]
# --8<-- [start:before-pull-check]
[[ -z $(docker image ls -q) ]]
# --8<-- [end:before-pull-check]

# --8<-- [start:pull]
docker pull nginx:1
docker pull nginx
# --8<-- [end:pull]
# --8<-- [start:pull-check]
docker image ls --format '{{.Repository}}:{{.Tag}}' | grep -x nginx:1
docker image ls --format '{{.Repository}}:{{.Tag}}' | grep -x nginx:latest
# --8<-- [end:pull-check]

# --8<-- [start:list]
docker images
# --8<-- [end:list]
# --8<-- [start:list-check]
[[ $(docker images nginx --format '{{.ID}}' | sort -u | wc -l) == 1 ]]
# --8<-- [end:list-check]

# --8<-- [start:pull-id]
docker pull "$(docker images -q nginx:1)"
# --8<-- [end:pull-id]

# --8<-- [start:digest]
docker image inspect --format '{{index .RepoDigests 0}}' nginx:1
# --8<-- [end:digest]
# --8<-- [start:digest-check]
docker pull busybox:1
whole=$(docker image inspect --format '{{index .RepoDigests 0}}' busybox:1)
docker rmi busybox:1
docker run --rm "$whole" true
docker rmi "$whole"
[[ -z $(docker images -aq busybox) ]]
# --8<-- [end:digest-check]

# --8<-- [start:reference]
docker images --filter 'reference=ngin*:1'
docker images --filter "reference=$(docker images -q nginx:1)"
# --8<-- [end:reference]
# --8<-- [start:reference-check]
[[ $(docker images -q --filter 'reference=ngin*:1' | wc -l) == 1 ]]
[[ -z $(docker images -q --filter "reference=$(docker images -q nginx:1)") ]]
# --8<-- [end:reference-check]

# --8<-- [start:by-id]
docker image inspect --format '{{.RepoTags}}' "$(docker images -q nginx:1)"
# --8<-- [end:by-id]
# --8<-- [start:by-id-check]
docker image inspect --format '{{.RepoTags}}' "$(docker images -q nginx:1)" | grep nginx:1
# --8<-- [end:by-id-check]

# --8<-- [start:inspect]
docker image inspect --format '{{.Os}}/{{.Architecture}}' nginx:1
docker image inspect --format '{{json .Config.Entrypoint}} {{json .Config.Cmd}}' nginx:1
docker image inspect --format '{{json .Config.ExposedPorts}}' nginx:1
# --8<-- [end:inspect]
# --8<-- [start:inspect-check]
docker image inspect --format '{{json .Config.Cmd}}' nginx:1 | grep '"nginx"'
docker image inspect --format '{{json .Config.ExposedPorts}}' nginx:1 | grep 80/tcp
# --8<-- [end:inspect-check]

# --8<-- [start:history]
docker history --format 'table {{.Size}}\t{{.CreatedBy}}' nginx:1
# --8<-- [end:history]
# --8<-- [start:history-check]
docker history --no-trunc nginx:1 | grep EXPOSE
# --8<-- [end:history-check]

# --8<-- [start:tag]
docker tag nginx:1 my-web:1.0
docker images
# --8<-- [end:tag]
# --8<-- [start:tag-check]
[[ $(docker images -q my-web:1.0) == "$(docker images -q nginx:1)" ]]
# --8<-- [end:tag-check]

# --8<-- [start:untag]
docker rmi my-web:1.0
# --8<-- [end:untag]
# --8<-- [start:untag-check]
[[ -z $(docker images -q my-web) ]]
[[ -n $(docker images -q nginx:1) ]]
# --8<-- [end:untag-check]

# --8<-- [start:use]
docker rmi nginx
docker run -d --name web nginx:1
# --8<-- [end:use]
# --8<-- [start:use-check]
[[ $(docker images --format '{{.Repository}}:{{.Tag}}') == nginx:1 ]]
# --8<-- [end:use-check]

# --8<-- [start:conflict]
docker rmi nginx:1
# --8<-- [end:conflict]

# --8<-- [start:force-id]
docker rmi -f "$(docker images -q nginx:1)"
# --8<-- [end:force-id]

# --8<-- [start:force]
docker rmi -f nginx:1
docker images -a
docker ps --format 'table {{.Names}}\t{{.Image}}\t{{.Status}}'
# --8<-- [end:force]
# --8<-- [start:force-check]
# Nothing was freed: the image is there without its name, and the container runs.
[[ $(docker images -a --format '{{.Tag}}') == '<none>' ]]
[[ $(docker ps --format '{{.Names}}') == web ]]
# --8<-- [end:force-check]

# --8<-- [start:right-order]
docker rm -f web
docker image prune -f
# --8<-- [end:right-order]
# --8<-- [start:right-order-check]
[[ -z $(docker images -aq) ]]
# --8<-- [end:right-order-check]

# --8<-- [start:no-such-tag]
docker pull nginx:no-such-tag
# --8<-- [end:no-such-tag]
