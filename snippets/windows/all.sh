#!/usr/bin/env bash
# In PowerShell, $env is where the environment is.
# shellcheck disable=SC2154

# --8<-- [start:desktop]
wsl --update
winget install --exact --id Docker.DockerDesktop
# --8<-- [end:desktop]

# --8<-- [start:distribution]
wsl --install --distribution Ubuntu-24.04
wsl --list --verbose
# --8<-- [end:distribution]

# --8<-- [start:backup]
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给这个文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e /etc/wsl.conf.before-windows ]; then
  sudo touch /etc/wsl.conf
  sudo cp -a /etc/wsl.conf /etc/wsl.conf.before-windows
fi
# --8<-- [end:backup]
# --8<-- [start:backup-check]
[[ -e /etc/wsl.conf.before-windows ]]
# --8<-- [end:backup-check]

# --8<-- [start:wsl.conf-check]
[[ $(sed -n '/^\[boot\]$/,/^\[/s/^systemd=//p' /etc/wsl.conf) == true ]]
# --8<-- [end:wsl.conf-check]

# --8<-- [start:shutdown]
wsl --shutdown
# --8<-- [end:shutdown]

# --8<-- [start:check-systemd]
ps -p 1 -o comm=
systemctl is-enabled docker
systemctl is-active docker
# --8<-- [end:check-systemd]
# --8<-- [start:check-systemd-check]
[[ $(ps -p 1 -o comm=) == systemd ]]
# --8<-- [end:check-systemd-check]

# --8<-- [start:at-logon]
Set-Content "$env:APPDATA\Microsoft\Windows\Start Menu\Programs\Startup\docker-in-wsl.cmd" '@wsl.exe --distribution Ubuntu-24.04 --exec sleep infinity'
# --8<-- [end:at-logon]

# --8<-- [start:redirect]
docker save hello-world >hello.tar
docker load --input hello.tar
# --8<-- [end:redirect]

# --8<-- [start:save]
docker pull hello-world
docker save --output hello.tar hello-world
docker load --input hello.tar
# --8<-- [end:save]
# --8<-- [start:save-check]
tar -tf hello.tar manifest.json
docker rmi hello-world >/dev/null
docker load --input hello.tar
docker run --rm hello-world | grep -q 'Hello from Docker'
# --8<-- [end:save-check]

# --8<-- [start:damaged]
iconv --from-code LATIN1 --to-code UTF-16LE hello.tar >damaged.tar
docker load --input damaged.tar
# --8<-- [end:damaged]
# --8<-- [start:damaged-check]
(($(stat --format %s damaged.tar) == 2 * $(stat --format %s hello.tar)))
# --8<-- [end:damaged-check]

# --8<-- [start:undo]
docker rmi hello-world
rm -f hello.tar damaged.tar
#en The file becomes what it was before this page. If you changed it since, take out only what this page added.
#zh 这个文件恢复到本页之前的样子。之后又改过的，只删掉本页加的内容。
if [ -e /etc/wsl.conf.before-windows ]; then
  sudo mv /etc/wsl.conf.before-windows /etc/wsl.conf
  [ -s /etc/wsl.conf ] || sudo rm /etc/wsl.conf
fi
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker image ls -q) && ! -e /etc/wsl.conf && ! -e hello.tar ]]
# --8<-- [end:undo-check]

# --8<-- [start:undo-windows]
Remove-Item "$env:APPDATA\Microsoft\Windows\Start Menu\Programs\Startup\docker-in-wsl.cmd"
# --8<-- [end:undo-windows]

# --8<-- [start:unregister]
wsl --unregister Ubuntu-24.04
# --8<-- [end:unregister]
