#!/usr/bin/env bash

# --8<-- [start:desktop]
wsl --update
winget install --exact --id Docker.DockerDesktop
# --8<-- [end:desktop]

# --8<-- [start:distribution]
wsl --install --distribution Ubuntu-24.04
wsl --list --verbose
# --8<-- [end:distribution]

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
schtasks /Create /TN "Docker in WSL" /SC ONLOGON /TR "wsl.exe --distribution Ubuntu-24.04 --exec sleep infinity"
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
sudo rm /etc/wsl.conf
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker image ls -q) && ! -e /etc/wsl.conf && ! -e hello.tar ]]
# --8<-- [end:undo-check]

# --8<-- [start:undo-windows]
schtasks /Delete /TN "Docker in WSL" /F
wsl --unregister Ubuntu-24.04
# --8<-- [end:undo-windows]
