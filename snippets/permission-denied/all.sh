#!/usr/bin/env bash

# --8<-- [start:as-user]
mkdir -p denied/data
docker run --rm --user 1500 -v "$PWD/denied/data:/data" busybox:1 touch /data/report
# --8<-- [end:as-user]

# --8<-- [start:who]
docker run --rm --user 1500 busybox:1 id
ls -ldn denied/data
# --8<-- [end:who]
# --8<-- [start:who-check]
[[ $(docker run --rm --user 1500 busybox:1 id -u) == 1500 ]]
[[ $(stat -c %u denied/data) == "$(id -u)" ]]
# --8<-- [end:who-check]

# --8<-- [start:user]
docker run --rm --user "$(id -u):$(id -g)" -v "$PWD/denied/data:/data" busybox:1 touch /data/report
ls -ln denied/data
# --8<-- [end:user]
# --8<-- [start:user-check]
[[ $(stat -c %u denied/data/report) == "$(id -u)" ]]
# --8<-- [end:user-check]

# --8<-- [start:chown]
sudo chown 1500 denied/data
docker run --rm --user 1500 -v "$PWD/denied/data:/data" busybox:1 touch /data/other
# --8<-- [end:chown]
# --8<-- [start:chown-check]
[[ $(stat -c %u denied/data/other) == 1500 ]]
# --8<-- [end:chown-check]

# --8<-- [start:root-file]
docker run --rm -v "$PWD/denied/data:/data" busybox:1 sh -c 'echo made by root > /data/log'
echo 'made by me' >>denied/data/log
# --8<-- [end:root-file]

# --8<-- [start:take]
ls -ln denied/data
sudo chown -R "$(id -u):$(id -g)" denied/data
echo 'made by me' >>denied/data/log
cat denied/data/log
# --8<-- [end:take]
# --8<-- [start:take-check]
[[ $(cat denied/data/log) == $'made by root\nmade by me' ]]
# --8<-- [end:take-check]

# --8<-- [start:missing]
docker run --rm --user "$(id -u)" -v "$PWD/denied/dta:/data" busybox:1 touch /data/report
# --8<-- [end:missing]
# --8<-- [start:missing-check]
[[ $(stat -c %u denied/dta) == 0 ]]
# --8<-- [end:missing-check]

# --8<-- [start:mount]
sudo rmdir denied/dta
docker run --rm --mount "type=bind,source=$PWD/denied/dta,target=/data" busybox:1 ls /data
# --8<-- [end:mount]
# --8<-- [start:mount-check]
[[ ! -e denied/dta ]]
# --8<-- [end:mount-check]

# --8<-- [start:volume]
docker run --rm --user 1500 -v app-data:/data busybox:1 touch /data/report
# --8<-- [end:volume]

# --8<-- [start:volume-cure]
docker run --rm -v app-data:/data busybox:1 chown 1500 /data
docker run --rm --user 1500 -v app-data:/data busybox:1 touch /data/report
# --8<-- [end:volume-cure]
# --8<-- [start:volume-cure-check]
docker run --rm -v app-data:/data busybox:1 test -e /data/report
# --8<-- [end:volume-cure-check]

# --8<-- [start:read-only]
docker run --rm -v "$PWD/denied/data:/data:ro" busybox:1 touch /data/report
# --8<-- [end:read-only]

# --8<-- [start:not-executable]
printf '#!/bin/sh\necho started\n' >denied/start.sh
docker run --rm -v "$PWD/denied/start.sh:/start.sh" busybox:1 /start.sh
# --8<-- [end:not-executable]

# --8<-- [start:executable]
ls -l denied/start.sh
chmod +x denied/start.sh
docker run --rm -v "$PWD/denied/start.sh:/start.sh" busybox:1 /start.sh
# --8<-- [end:executable]
# --8<-- [start:executable-check]
[[ $(docker run --rm -v "$PWD/denied/start.sh:/start.sh" busybox:1 /start.sh) == started ]]
# --8<-- [end:executable-check]

# --8<-- [start:no-shebang]
printf 'echo started\n' >denied/start.sh
docker run --rm -v "$PWD/denied/start.sh:/start.sh" busybox:1 /start.sh
# --8<-- [end:no-shebang]

# --8<-- [start:carriage-return]
printf '#!/bin/sh\r\necho started\r\n' >denied/start.sh
docker run --rm -v "$PWD/denied/start.sh:/start.sh" busybox:1 /start.sh
# --8<-- [end:carriage-return]

# --8<-- [start:line-ends]
head -n 1 denied/start.sh | od -c
sed -i 's/\r$//' denied/start.sh
docker run --rm -v "$PWD/denied/start.sh:/start.sh" busybox:1 /start.sh
# --8<-- [end:line-ends]
# --8<-- [start:line-ends-check]
[[ $(docker run --rm -v "$PWD/denied/start.sh:/start.sh" busybox:1 /start.sh) == started ]]
# --8<-- [end:line-ends-check]

# --8<-- [start:undo]
sudo rm -r denied
docker volume rm app-data
docker rmi busybox:1
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ ! -e denied && -z $(docker volume ls -q)$(docker image ls -q)$(docker ps -aq) ]]
# --8<-- [end:undo-check]
