#!/usr/bin/env bash
# --8<-- [start:pull]
#en Download the image.
#zh 下载镜像。
docker pull nginx
# --8<-- [end:pull]
# --8<-- [start:pull-check]
docker image inspect nginx >/dev/null
# --8<-- [end:pull-check]
