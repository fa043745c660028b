#!/usr/bin/env bash

# --8<-- [start:ready]
systemctl is-enabled docker
# --8<-- [end:ready]
# --8<-- [start:ready-check]
[[ $(systemctl is-active docker) == active ]]
# --8<-- [end:ready-check]

# --8<-- [start:start]
docker run -d --name never nginx:1
docker run -d --name failure --restart on-failure nginx:1
docker run -d --name always --restart always nginx:1
docker run -d --name unless --restart unless-stopped nginx:1
# --8<-- [end:start]
# --8<-- [start:start-check]
policies=$(docker inspect --format '{{.HostConfig.RestartPolicy.Name}}' never failure always unless)
[[ $policies == $'no\non-failure\nalways\nunless-stopped' ]]
# nginx needs a moment before it ends in good order.
for name in never failure always unless; do
  timeout 10 bash -c "until docker top $name | grep -q 'nginx: worker'; do sleep 0.1; done"
done
# --8<-- [end:start-check]

# --8<-- [start:crash]
for name in never failure always unless; do
  sudo kill -KILL "$(docker inspect --format '{{.State.Pid}}' "$name")"
done
# --8<-- [end:crash]
# --8<-- [start:crash-check]
timeout 10 bash -c "until [[ \$(docker inspect --format '{{.State.Running}}' never failure always unless | xargs) == 'false true true true' ]]; do sleep 0.5; done"
# --8<-- [end:crash-check]

# --8<-- [start:crashed]
docker ps -a --format '{{.Names}}: {{.State}}'
# --8<-- [end:crashed]
# --8<-- [start:crashed-check]
[[ $(docker inspect --format '{{.State.Running}}' never failure always unless | xargs) == 'false true true true' ]]
[[ $(docker inspect --format '{{.RestartCount}}' never failure always unless | xargs) == '0 1 1 1' ]]
# A program that ends well is started again, too, but not by on-failure.
docker run -d --name well --restart always nginx:1 sleep 0.3 >/dev/null
docker run -d --name well-failure --restart on-failure nginx:1 sleep 0.3 >/dev/null
timeout 10 bash -c "until (( \$(docker inspect --format '{{.RestartCount}}' well) > 1 )); do sleep 0.5; done"
[[ $(docker inspect --format '{{.State.Status}} {{.RestartCount}}' well-failure) == 'exited 0' ]]
docker rm -f well well-failure >/dev/null
# --8<-- [end:crashed-check]

# --8<-- [start:kill]
docker start never
docker kill never failure always unless
docker ps -a --format '{{.Names}}: {{.State}}'
# --8<-- [end:kill]
# --8<-- [start:kill-check]
# A policy would act within a tenth of a second.
sleep 1
[[ $(docker inspect --format '{{.State.Running}}' never failure always unless | sort -u) == false ]]
# --8<-- [end:kill-check]

# --8<-- [start:daemon]
sudo systemctl restart docker
docker ps -a --format '{{.Names}}: {{.State}}'
# --8<-- [end:daemon]
# --8<-- [start:daemon-check]
[[ $(docker inspect --format '{{.State.Running}}' never failure always unless | xargs) == 'false true true false' ]]
# --8<-- [end:daemon-check]

# --8<-- [start:running]
docker start never unless
sudo systemctl restart docker
docker ps -a --format '{{.Names}}: {{.State}}'
docker inspect --format 'failure ended with {{.State.ExitCode}}' failure
# --8<-- [end:running]
# --8<-- [start:running-check]
[[ $(docker inspect --format '{{.State.Running}}' never failure always unless | xargs) == 'false false true true' ]]
[[ $(docker inspect --format '{{.State.ExitCode}}' failure) == 0 ]]
sudo systemctl reset-failed docker
# --8<-- [end:running-check]

# --8<-- [start:before-reboot]
docker run -d --name always-stopped --restart always nginx:1
docker run -d --name unless-stopped --restart unless-stopped nginx:1
docker start never failure
# --8<-- [end:before-reboot]
# --8<-- [start:before-reboot-check]
# nginx needs a moment before it ends in good order.
for name in never failure always unless always-stopped unless-stopped; do
  timeout 10 bash -c "until docker top $name | grep -q 'nginx: worker'; do sleep 0.1; done"
done
# --8<-- [end:before-reboot-check]

# --8<-- [start:by-hand]
docker stop always-stopped unless-stopped
docker ps -a --format '{{.Names}}: {{.State}}'
# --8<-- [end:by-hand]
# --8<-- [start:by-hand-check]
all=(never failure always unless always-stopped unless-stopped)
[[ $(docker inspect --format '{{.State.Running}}' "${all[@]}" | xargs) == 'true true true true false false' ]]
# This is in memory, and so it is gone after a boot.
sudo touch /run/before-the-reboot
# --8<-- [end:by-hand-check]

# --8<-- [start:reboot]
sudo reboot
# --8<-- [end:reboot]
# --8<-- [start:reboot-check]
[[ ! -e /run/before-the-reboot ]]
timeout 20 bash -c "until [[ \$(systemctl is-active docker) == active ]]; do sleep 0.1; done"
timeout 10 bash -c "until [[ \$(docker inspect --format '{{.State.Running}}' always unless always-stopped | sort -u) == true ]]; do sleep 0.5; done"
# Time enough for the others to come back, if they did.
sleep 1
# --8<-- [end:reboot-check]

# --8<-- [start:rebooted]
docker ps -a --format '{{.Names}}: {{.State}}'
# --8<-- [end:rebooted]
# --8<-- [start:rebooted-check]
all=(never failure always unless always-stopped unless-stopped)
[[ $(docker inspect --format '{{.State.Running}}' "${all[@]}" | xargs) == 'false false true true true false' ]]
# Nobody started these by hand: they run since the boot.
booted=$(date -d "$(ps -o lstart= -p 1)" +%s)
for name in always unless always-stopped; do
  (($(date -d "$(docker inspect --format '{{.State.StartedAt}}' "$name")" +%s) >= booted))
done
[[ $(docker inspect --format '{{.State.ExitCode}}' failure) == 0 ]]
# --8<-- [end:rebooted-check]

# --8<-- [start:after-reboot]
docker rm -f always-stopped unless-stopped
# --8<-- [end:after-reboot]

# --8<-- [start:update]
docker update --restart unless-stopped never
docker inspect --format '{{.HostConfig.RestartPolicy.Name}}' never
docker start never
# --8<-- [end:update]
# --8<-- [start:update-check]
[[ $(docker inspect --format '{{.HostConfig.RestartPolicy.Name}} {{.State.Running}}' never) == 'unless-stopped true' ]]
# --8<-- [end:update-check]

# --8<-- [start:update-no]
docker update --restart no never failure always unless
docker inspect --format '{{.Name}} {{.HostConfig.RestartPolicy.Name}} {{.State.Running}}' always
# --8<-- [end:update-no]
# --8<-- [start:update-no-check]
[[ $(docker inspect --format '{{.HostConfig.RestartPolicy.Name}}' never failure always unless | sort -u) == no ]]
# --8<-- [end:update-no-check]

# --8<-- [start:backup]
sudo mkdir -p /etc/docker
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给配置文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e /etc/docker/daemon.json.before-restart ]; then
  sudo touch /etc/docker/daemon.json
  sudo cp -a /etc/docker/daemon.json /etc/docker/daemon.json.before-restart
fi
# --8<-- [end:backup]
# --8<-- [start:backup-check]
[[ -d /etc/docker ]]
# --8<-- [end:backup-check]

# --8<-- [start:reload]
sudo dockerd --validate --config-file=/etc/docker/daemon.json &&
  sudo systemctl reload docker
docker info --format '{{.LiveRestoreEnabled}}'
# --8<-- [end:reload]
# --8<-- [start:reload-check]
timeout 10 bash -c "until [[ \$(docker info --format '{{.LiveRestoreEnabled}}') == true ]]; do sleep 0.1; done"
# --8<-- [end:reload-check]

# --8<-- [start:live]
docker run -d --name web -p 127.0.0.1:8080:80 nginx:1
sudo systemctl restart docker
docker ps --format '{{.Names}}: {{.State}}'
# --8<-- [end:live]
# --8<-- [start:live-check]
# It is the same process all along: over a restart, and while there is no daemon at all.
before=$(docker inspect --format '{{.State.Pid}} {{.State.StartedAt}}' web)
sudo systemctl stop docker docker.socket
[[ -d /proc/${before%% *} ]]
if curl -fsS --max-time 2 http://127.0.0.1:8080 2>/dev/null; then exit 1; fi
sudo systemctl start docker
[[ $(docker inspect --format '{{.State.Pid}} {{.State.StartedAt}}' web) == "$before" ]]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep -q 'Welcome to nginx'; do sleep 0.1; done"
[[ $(docker inspect --format '{{.State.Running}}' always) == true ]]
sudo systemctl reset-failed docker
# --8<-- [end:live-check]

# --8<-- [start:loop]
docker run -d --name broken --restart always nginx:1 cat /no/such/file
# --8<-- [end:loop]
# --8<-- [start:loop-check]
# After five attempts Docker waits three seconds before the next, long enough to look.
timeout 20 bash -c "until (( \$(docker inspect --format '{{.RestartCount}}' broken) > 4 )); do sleep 0.5; done"
timeout 10 bash -c "until [[ \$(docker inspect --format '{{.State.Status}}' broken) == restarting ]]; do sleep 0.5; done"
# --8<-- [end:loop-check]

# --8<-- [start:why]
docker ps -a --filter name=broken --format '{{.Names}}: {{.State}}'
docker logs --tail 1 broken
docker inspect --format 'ended with {{.State.ExitCode}}' broken
# --8<-- [end:why]
# --8<-- [start:why-check]
[[ $(docker logs --tail 1 broken 2>&1) == *'No such file or directory' ]]
# While an attempt runs there is no exit status.
timeout 10 bash -c "until [[ \$(docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' broken) == 'restarting 1' ]]; do sleep 0.5; done"
# --8<-- [end:why-check]

# --8<-- [start:limit]
docker update --restart on-failure:3 broken
docker stop broken
docker start broken
# --8<-- [end:limit]
# --8<-- [start:limit-check]
timeout 10 bash -c "until [[ \$(docker inspect --format '{{.State.Status}} {{.RestartCount}}' broken) == 'exited 3' ]]; do sleep 0.5; done"
# --8<-- [end:limit-check]

# --8<-- [start:given-up]
docker inspect --format '{{.State.Status}} after {{.RestartCount}} restarts' broken
# --8<-- [end:given-up]
# --8<-- [start:given-up-check]
[[ $(docker inspect --format '{{.State.Status}} {{.RestartCount}}' broken) == 'exited 3' ]]
# --8<-- [end:given-up-check]

# --8<-- [start:conflict]
docker run --rm --restart always nginx:1 true
# --8<-- [end:conflict]

# --8<-- [start:auto-remove]
docker run -d --rm --name temporary nginx:1
docker update --restart always temporary
# --8<-- [end:auto-remove]
# --8<-- [start:auto-remove-check]
[[ $(docker inspect --format '{{.HostConfig.RestartPolicy.Name}}' temporary) == no ]]
# --8<-- [end:auto-remove-check]

# --8<-- [start:undo]
docker rm -f never failure always unless web broken temporary
docker rmi nginx:1
#en Switched off by a reload first, or the restart would end your containers for good.
#zh 先用重新加载把它关掉，否则重启会让你的容器全部结束，不再启动。
sudo sed -i 's/"live-restore": true/"live-restore": false/' /etc/docker/daemon.json
sudo systemctl reload docker
sleep 1
#en The file becomes what it was before this page. If you changed it since, take out only what this page added.
#zh 配置文件恢复到本页之前的样子。之后又改过的，只删掉本页加的内容。
if [ -e /etc/docker/daemon.json.before-restart ]; then
  sudo mv /etc/docker/daemon.json.before-restart /etc/docker/daemon.json
  [ -s /etc/docker/daemon.json ] || sudo rm /etc/docker/daemon.json
fi
sudo systemctl restart docker
docker info --format '{{.LiveRestoreEnabled}}'
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) ]]
[[ $(docker info --format '{{.LiveRestoreEnabled}}') == false ]]
# --8<-- [end:undo-check]
