#!/usr/bin/env bash

# --8<-- [start:ready]
docker version --format 'Docker Engine {{.Server.Version}}'
# --8<-- [end:ready]

# --8<-- [start:default]
docker run --rm busybox sh -c 'id -un; touch /tmp/mine; chown 1000 /tmp/mine; ls -ln /tmp/mine'
# --8<-- [end:default]
# --8<-- [start:default-check]
[[ $(docker run --rm busybox id -u) == 0 ]]
# --8<-- [end:default-check]

# --8<-- [start:chown]
docker run --rm --cap-drop ALL busybox sh -c 'touch /tmp/mine; chown 1000 /tmp/mine'
# --8<-- [end:chown]

# --8<-- [start:add]
docker run --rm --cap-drop ALL --cap-add CHOWN busybox sh -c 'touch /tmp/mine; chown 1000 /tmp/mine; ls -ln /tmp/mine'
# --8<-- [end:add]
# --8<-- [start:add-check]
# CHOWN is number 0, so it is all that is left.
[[ $(docker run --rm --cap-drop ALL --cap-add CHOWN busybox grep CapEff /proc/self/status) == *0000000000000001 ]]
[[ $(docker run --rm --cap-drop ALL busybox grep CapEff /proc/self/status) == *0000000000000000 ]]
# --8<-- [end:add-check]

# --8<-- [start:user]
docker run --rm --user 1000:1000 busybox id
docker run --rm --user 1000:1000 busybox grep CapEff /proc/self/status
# --8<-- [end:user]
# --8<-- [start:user-check]
[[ $(docker run --rm --user 1000:1000 busybox id -u) == 1000 ]]
[[ $(docker run --rm --user 1000:1000 busybox grep CapEff /proc/self/status) == *0000000000000000 ]]
# --8<-- [end:user-check]

# --8<-- [start:user-shadow]
docker run --rm --user 1000:1000 busybox sh -c 'echo me >/etc/owner'
# --8<-- [end:user-shadow]

# --8<-- [start:read-only]
docker run --rm --read-only busybox touch /etc/owner
# --8<-- [end:read-only]

# --8<-- [start:tmpfs]
docker run --rm --read-only --tmpfs /tmp busybox sh -c 'echo fine >/tmp/file; cat /tmp/file'
# --8<-- [end:tmpfs]
# --8<-- [start:tmpfs-check]
[[ $(docker run --rm --read-only --tmpfs /tmp busybox sh -c 'echo fine >/tmp/file; cat /tmp/file') == fine ]]
# --8<-- [end:tmpfs-check]

# --8<-- [start:no-new-privileges]
TRY='cp /usr/bin/id /tmp/id; chmod u+s /tmp/id; setpriv --reuid 1000 /tmp/id'
docker run --rm debian:13 sh -c "$TRY"
docker run --rm --security-opt no-new-privileges debian:13 sh -c "$TRY"
# --8<-- [end:no-new-privileges]
# --8<-- [start:no-new-privileges-check]
[[ $(docker run --rm debian:13 sh -c "$TRY") == *'uid=1000'*'euid=0'* ]]
[[ $(docker run --rm --security-opt no-new-privileges debian:13 sh -c "$TRY") == *'uid=1000'* ]]
[[ $(docker run --rm --security-opt no-new-privileges debian:13 sh -c "$TRY") != *'euid=0'* ]]
# --8<-- [end:no-new-privileges-check]

# --8<-- [start:together]
docker run -d --name web --user 1000:1000 --cap-drop ALL --security-opt no-new-privileges \
  --read-only --tmpfs /tmp -p 127.0.0.1:8080:8080 \
  busybox sh -c 'echo fine >/tmp/index.html; exec httpd -f -p 8080 -h /tmp'
# --8<-- [end:together]
# --8<-- [start:together-check]
timeout 20 bash -c "until [[ \$(curl -fsS http://127.0.0.1:8080 2>/dev/null) == fine ]]; do sleep 0.1; done"
# --8<-- [end:together-check]

# --8<-- [start:inspect]
curl -fsS http://127.0.0.1:8080
docker inspect --format '{{.Config.User}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{.HostConfig.ReadonlyRootfs}}' web
# --8<-- [end:inspect]
# --8<-- [start:inspect-check]
[[ $(docker inspect --format '{{.Config.User}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{.HostConfig.ReadonlyRootfs}}' web) == '1000:1000 [ALL] [no-new-privileges] true' ]]
# --8<-- [end:inspect-check]

# --8<-- [start:mount]
docker run --rm busybox mount -t tmpfs none /tmp
# --8<-- [end:mount]

# --8<-- [start:privileged]
docker run --rm busybox grep CapEff /proc/self/status
docker run --rm --privileged busybox grep CapEff /proc/self/status
docker run --rm --privileged busybox sh -c 'mount -t tmpfs none /tmp; mount | grep /tmp'
# --8<-- [end:privileged]
# --8<-- [start:privileged-check]
[[ $(docker run --rm busybox grep CapEff /proc/self/status) == *00000000a80425fb ]]
full=$(docker run --rm --privileged busybox grep CapEff /proc/self/status)
((0x${full##*$'\t'} > 0xa80425fb))
# --8<-- [end:privileged-check]

# --8<-- [start:undo]
docker rm -f web
docker rmi busybox debian:13
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) ]]
# --8<-- [end:undo-check]
